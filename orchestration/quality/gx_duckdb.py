"""DuckDB as a data source of Great Expectations: `context.data_sources.add_duckdb(...)`.

Great Expectations 1.24 knows no DuckDB. Through its general SQL source nearly every expectation fails, for
it reads a result after it gave the connection back, and DuckDB keeps the result on the connection. Here
one connection lives until `close()`. Importing this registers the data source under its type.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import great_expectations as gx
from great_expectations.data_context.types.base import DataContextConfig, InMemoryStoreBackendDefaults
from great_expectations.datasource.fluent.sql_datasource import SQLDatasource
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from sqlalchemy.dialects import postgresql
from sqlalchemy.pool import NullPool


class DuckDBExecutionEngine(SqlAlchemyExecutionEngine):
    """Runs the queries of expectations over one connection."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # For patterns and type names: DuckDB writes both as PostgreSQL does.
        self.dialect_module = postgresql

    @contextmanager
    def get_connection(self) -> Iterator[Any]:
        """Yield the connection, opened with the first query; after a query that fails it is good again."""
        if self._connection is None:
            self._connection = self.engine.connect()
        try:
            yield self._connection
        except Exception:
            self._connection.rollback()
            raise

    def close(self) -> None:
        """Give the file back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        self.engine.dispose()


class DuckDBDatasource(SQLDatasource):
    """A DuckDB file."""

    type: Literal["duckdb"] = "duckdb"  # type: ignore[assignment]

    @property
    def execution_engine_type(self) -> Any:
        """Return the engine above."""
        return DuckDBExecutionEngine


@contextmanager
def opened(context: Any, database: Path) -> Iterator[Any]:
    """Yield a data source on the file, for reading; at the end the file is free for a writer.

    Raises:
        sqlalchemy.exc.OperationalError: another process is writing the file.
    """
    source = context.data_sources.add_duckdb(
        "warehouse",
        connection_string=f"duckdb:///{database}",
        # A pooled handle would keep the lock on the file.
        kwargs={"connect_args": {"read_only": True}, "poolclass": NullPool},
    )
    engine = source.get_execution_engine()
    try:
        yield source
    finally:
        engine.close()


def new_context() -> Any:
    """Return a context that lives in memory, says nothing and sends nothing."""
    # Without a site of its own, for which it would leave a folder behind.
    stores = InMemoryStoreBackendDefaults(init_temp_docs_sites=False)
    context: Any = gx.get_context(
        mode="ephemeral", project_config=DataContextConfig(store_backend_defaults=stores)
    )
    context.variables.progress_bars = {"globally": False}
    return context
