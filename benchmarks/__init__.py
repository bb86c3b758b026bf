"""What the choices in this project cost, measured: one package a comparison, its figures in `results/`.

`python -m benchmarks --help` lists the comparisons. Each writes its figures, with the machine and the
versions that made them, as JSON, and what follows from them into docs/; a test says so when the two differ.
"""
