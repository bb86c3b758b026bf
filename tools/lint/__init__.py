"""The checks of `make lint` that no other linter has: portability, layering, documentation, files, the star.

Each check is a function that takes the project and returns its problems; `python -m tools.lint` runs
them all.
"""
