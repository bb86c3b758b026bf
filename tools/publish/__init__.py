"""Publishing tables of the warehouse as Iceberg tables, without a JVM.

`products` tells which relations are published and what is said of them, `rows` reads them from DuckDB, and
`lake` writes them. Needs the packages of requirements-lake.lock; docs/publish_as_iceberg.md is the guide.
"""


class ObstacleError(Exception):
    """Something that a person has to put right; its text names it, what was expected and what to do."""


class TableObstacleError(ObstacleError):
    """The same of one table; the others can be published all the same."""
