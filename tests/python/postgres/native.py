"""The materialized views of the fixture project on a PostgreSQL server, in databases of the tests' own."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.python.materialized_view.refreshed import Refreshed

# What `make test-postgres` gives: the driver, and a server.
IS_GIVEN = importlib.util.find_spec("psycopg2") is not None and bool(os.environ.get("PGHOST"))

# Dropped when the tests begin and end; no other database of the server is written.
DATABASE = "touchstone_test"
TEMPLATE = "touchstone_test_template"


@contextmanager
def connection(database: str) -> Iterator[Any]:
    """Yield a connection to a database of the server, where each statement is a transaction."""
    import psycopg2

    opened = psycopg2.connect(dbname=database)
    try:
        opened.autocommit = True
        yield opened
    finally:
        opened.close()


def administer(*statements: str) -> None:
    """Run statements about databases."""
    with connection("postgres") as opened, opened.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@dataclass(frozen=True)
class Native(Refreshed):
    """The test database, with inputs and PostgreSQL's materialized views; `folder` is of no use here."""

    def write(self, *statements: str) -> None:
        """Run statements on the database."""
        with connection(DATABASE) as opened, opened.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with connection(DATABASE) as opened, opened.cursor() as cursor:
            cursor.execute(sql)
            rows: list[tuple[Any, ...]] = cursor.fetchall()
            return rows

    def objects(self) -> dict[str, int]:
        """Return the materialized views, each with a number that one made in its place has not."""
        return {
            str(name): int(number)
            for name, number in self.query("select relname, oid from pg_class where relkind = 'm'")
        }
