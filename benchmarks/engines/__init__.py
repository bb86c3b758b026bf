"""What the same models cost on each engine: to land, to build, to load one more day, and to keep."""

# Each engine, and how the page calls it.
ENGINES = {"duckdb": "DuckDB", "postgres": "PostgreSQL", "spark": "Spark with Iceberg"}
