"""Great Expectations on the warehouse: suites in YAML, run inside DuckDB, one Dagster check an expectation.

suites.py reads the YAML, validation.py runs it, checks.py makes Dagster checks of it, and
`python -m orchestration.quality` runs every suite without Dagster and writes the results as a page.
"""
