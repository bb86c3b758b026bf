"""`python -m tools.parity LEFT RIGHT`: whether two databases hold the same rows, whatever their engines.

LEFT and RIGHT are each a DuckDB file, or the word `postgres`: the server that the environment names
(PGHOST), or the word `spark`: the lake that the environment names (TOUCHSTONE_LAKE).

Of every table and view a digest is taken where it lies: the number of rows, and of each column how many
values are not null and the sum of the first 48 bits of the md5 of each value's text. It does not depend on
the order of rows, and no row leaves its database. A cent that differs in one row is a difference of that
column; values that have only changed places are one of the rows as a whole. The text of a value is written
alike on all engines: a decimal without zeros at its end, rows that are nested in a row as the list of
their fields.

Left out are the columns that tell when and by which run a row was loaded (`audit_...`, but not `audit_key`,
and `dbt_...`), the landing, and what an engine keeps for itself. Names each relation and column that
differs; exits with 1 if any does, and with 2 if a database cannot be read.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import duckdb

from tools import spark
from tools.land import connection

SERVER = "postgres"
LAKE = "spark"
SCHEMAS_LEFT_OUT = ("landing", "refresh_ledger", "functions", "information_schema", "pg_catalog", "pg_toast")
# Tells what DuckDB's ledger of refreshes knows; an engine with materialized views of its own keeps none.
RELATIONS_LEFT_OUT = ("serving.materialized_view_staleness",)
ROWS = "(rows as a whole)"

_FAMILIES = (
    ("nested", r".*\[\]|jsonb|array<.*"),
    ("number", r"(tiny|small|big|huge)?int(eger)?\b.*|u?bigint|numeric.*|decimal.*"),
    ("text", r"varchar|text|string|character varying.*|json|uuid"),
    ("timestamp", r"timestamp( without time zone|_ntz)?"),
    ("date", r"date"),
    ("boolean", r"boolean"),
)
_FIELD = re.compile(r'"?(\w+)"? (\w+(?:\([\d,]+\))?)')

Fields = Mapping[str, str]  # the type of each field of a nested row


@dataclass(frozen=True)
class Column:
    """A column and its type, in the words of its engine."""

    name: str
    type: str

    @property
    def family(self) -> str:
        """What the value is, whatever the engine calls it; the type itself where it is none of these."""
        return next(
            (family for family, types in _FAMILIES if re.fullmatch(types, self.type.lower())), self.type
        )

    @property
    def fields(self) -> dict[str, str]:
        """The fields of the rows nested in the column, where the type names them."""
        return (
            dict(_FIELD.findall(self.type.partition("(")[2]))
            if self.type.upper().startswith("STRUCT")
            else {}
        )


@dataclass(frozen=True)
class Digest:
    """Of a relation: its number of rows, and of each column the values that are not null and their sum."""

    row_count: int
    columns: Mapping[str, tuple[int, int]]


class Database(Protocol):
    """A database that is open for reading; `text` is how its engine calls the type of a text."""

    text: str

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""

    def columns(self) -> list[tuple[str, str, str]]:
        """Return (relation, column, type) of every table and view, in the order of columns."""

    def sum_of(self, text: str) -> str:
        """Return the aggregate that sums the first 48 bits of the md5 of a text."""

    def nested(self, column: str, fields: Fields) -> str:
        """Return the text of a column that holds nested rows."""


def text_of(value: str, family: str, type_: str = "text") -> str:
    """Return the expression of a value's text, the same on all engines; `type_` is how one calls a text."""
    text = f"cast({value} as {type_})"
    if family == "number":
        short = f"trim(trailing '.' from trim(trailing '0' from {text}))"
        return f"case when {text} like '%.%' then {short} else {text} end"
    return text


def _joined(texts: Sequence[str]) -> str:
    return " || '|' || ".join(f"coalesce(replace({text}, '|', '||'), '~')" for text in texts)


class DuckDBFile:
    """A DuckDB file."""

    text = "text"

    def __init__(self, opened: duckdb.DuckDBPyConnection) -> None:
        self._opened = opened

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        found: list[tuple[Any, ...]] = self._opened.execute(sql).fetchall()
        return found

    def columns(self) -> list[tuple[str, str, str]]:
        """Return (relation, column, type) of every table and view, in the order of columns."""
        return [
            (str(relation), str(column), str(type_))
            for relation, column, type_ in self.rows(
                "select schema_name || '.' || table_name, column_name, data_type from duckdb_columns() "
                "where not internal and database_name = current_database() order by 1, column_index"
            )
        ]

    def sum_of(self, text: str) -> str:
        """Return the aggregate that sums the first 48 bits of the md5 of a text."""
        return f"sum(cast('0x' || substring(md5({text}), 1, 12) as bigint))"

    def nested(self, column: str, fields: Fields) -> str:
        """Return the text of a column that holds nested rows."""
        if not fields:
            return text_of(column, "text")
        texts = _joined([text_of(f"x.{name}", Column(name, type_).family) for name, type_ in fields.items()])
        return f"array_to_string(list_transform({column}, lambda x: {texts}), chr(10))"


class PostgresServer:
    """A database of a PostgreSQL server."""

    text = "text"

    def __init__(self, opened: Any) -> None:
        self._opened = opened

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with self._opened.cursor() as cursor:
            cursor.execute(sql)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found

    def columns(self) -> list[tuple[str, str, str]]:
        """Return (relation, column, type) of every table and view, in the order of columns."""
        return [
            (str(relation), str(column), str(type_))
            for relation, column, type_ in self.rows(
                "select nspname || '.' || relname, attname, format_type(atttypid, atttypmod) "
                "from pg_attribute join pg_class on attrelid = pg_class.oid "
                "join pg_namespace on relnamespace = pg_namespace.oid "
                "where relkind in ('r', 'v', 'm') and attnum > 0 and not attisdropped "
                "and nspname not like 'pg\\_%' order by 1, attnum"
            )
        ]

    def sum_of(self, text: str) -> str:
        """Return the aggregate that sums the first 48 bits of the md5 of a text."""
        return f"sum(cast(cast('x' || substring(md5({text}), 1, 12) as bit(48)) as bigint))"

    def nested(self, column: str, fields: Fields) -> str:
        """Return the text of a column that holds nested rows."""
        if not fields:
            return text_of(column, "text")
        texts = _joined(
            [
                text_of(
                    f"cast(x ->> '{name}' as {'text' if type_ == 'VARCHAR' else type_})",
                    Column(name, type_).family,
                )
                for name, type_ in fields.items()
            ]
        )
        return (
            f"(select string_agg({texts}, chr(10) order by n) "
            f"from jsonb_array_elements({column}) with ordinality as nested(x, n))"
        )


class SparkLake:
    """The Iceberg tables and the views of a lake."""

    text = "string"

    def __init__(self, session: Any) -> None:
        self._session = session

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return [tuple(row) for row in self._session.sql(sql).collect()]

    def columns(self) -> list[tuple[str, str, str]]:
        """Return (relation, column, type) of every table and view, in the order of columns."""
        found = []
        for (schema,) in self.rows("show schemas"):
            for kind in ("tables", "views"):
                for row in self.rows(f"show {kind} in {schema}"):
                    relation = f"{schema}.{row[1]}"
                    fields = self._session.table(relation).schema.fields
                    found += [(relation, field.name, field.dataType.simpleString()) for field in fields]
        return found

    def sum_of(self, text: str) -> str:
        """Return the aggregate that sums the first 48 bits of the md5 of a text."""
        return f"sum(cast(conv(substring(md5({text}), 1, 12), 16, 10) as decimal(20, 0)))"

    def nested(self, column: str, fields: Fields) -> str:
        """Return the text of a column that holds nested rows."""
        if not fields:
            return text_of(column, "text", self.text)
        texts = _joined(
            [text_of(f"x.{name}", Column(name, type_).family, self.text) for name, type_ in fields.items()]
        )
        return f"array_join(transform({column}, x -> {texts}), chr(10))"


@contextmanager
def opened(place: str) -> Iterator[Database]:
    """Open a database for reading: a DuckDB file, or the server or the lake that the environment names.

    Raises:
        FileNotFoundError: there is no such file.
        duckdb.Error: it is no database, or another program is writing to it.
    """
    if place == SERVER:
        with connection() as server:
            yield PostgresServer(server)
        return
    if place == LAKE:
        yield SparkLake(spark.session())
        return
    if not Path(place).is_file():
        raise FileNotFoundError(
            f"{place} does not exist: expected a database that a build has made, '{SERVER}' or '{LAKE}'."
        )
    with duckdb.connect(place, read_only=True) as file:
        yield DuckDBFile(file)


def relations(database: Database) -> dict[str, dict[str, Column]]:
    """Return the columns that are compared, by name, of each relation."""
    found: dict[str, dict[str, Column]] = {}
    for relation, name, type_ in database.columns():
        if relation.split(".")[0] in SCHEMAS_LEFT_OUT or relation in RELATIONS_LEFT_OUT:
            continue
        is_bookkeeping = name.startswith(("audit_", "dbt_")) and name != "audit_key"
        of_relation = found.setdefault(relation, {})
        if not is_bookkeeping:
            of_relation[name] = Column(name, type_)
    return found


def digests(
    database: Database, like: Mapping[str, Mapping[str, Column]], only: Collection[str] = ()
) -> dict[str, Digest]:
    """Return the digests of the relations that another database has too, or `only` of some of them.

    `like` are the other's columns; they name the fields of nested rows where the database's own do not.
    """
    found = {}
    for relation, columns in relations(database).items():
        if relation in like and (not only or relation in only):
            others = like[relation]
            fields = {
                name: column.fields or (others[name].fields if name in others else {})
                for name, column in columns.items()
            }
            found[relation] = _digest(database, relation, columns, fields)
    return found


def _digest(
    database: Database, relation: str, columns: Mapping[str, Column], fields: Mapping[str, Fields]
) -> Digest:
    texts = {
        name: database.nested(name, fields[name])
        if column.family == "nested"
        else text_of(name, column.family, database.text)
        for name, column in columns.items()
    }
    names = sorted(texts)
    selected = ", ".join(f'{texts[name]} as "text of {name}"' for name in names)
    summed = [f'"text of {name}"' for name in names]
    summed.append(_joined(summed))
    sums = ", ".join(f"count({text}), {database.sum_of(text)}" for text in summed)
    query = f"select count(*), {sums} from (select {selected} from {relation}) as texts"
    ((row_count, *values),) = database.rows(query)
    pairs = zip([*names, ROWS], values[::2], values[1::2], strict=True)
    return Digest(int(row_count), {name: (int(count), int(total or 0)) for name, count, total in pairs})


def differences(
    left: Mapping[str, Mapping[str, Column]],
    right: Mapping[str, Mapping[str, Column]],
    in_left: Mapping[str, Digest],
    in_right: Mapping[str, Digest],
) -> list[str]:
    """Return what differs between two databases, one text a relation, by their columns and their digests."""
    found = []
    for relation in sorted(left.keys() | right.keys()):
        if relation not in left or relation not in right:
            found.append(f"{relation}: is on the {'left' if relation in left else 'right'} alone")
            continue
        here, there = left[relation], right[relation]
        unlike = sorted(
            name
            for name in here.keys() | there.keys()
            if name not in here or name not in there or here[name].family != there[name].family
        )
        if unlike:
            found.append(f"{relation}: has other columns, or other types: {', '.join(unlike)}")
        elif in_left[relation] != in_right[relation]:
            found.append(f"{relation}: {_difference(in_left[relation], in_right[relation])}")
    return found


def compare(left: Database, right: Database) -> tuple[int, list[str]]:
    """Return how many relations there are in either database, and what differs between the two."""
    here, there = relations(left), relations(right)
    found = differences(here, there, digests(left, there), digests(right, here))
    return len(here.keys() | there.keys()), found


def _difference(one: Digest, other: Digest) -> str:
    differing = [name for name in one.columns if one.columns[name] != other.columns[name]]
    named = [name for name in differing if name != ROWS] or differing
    counts = (
        f"{one.row_count} rows"
        if one.row_count == other.row_count
        else f"{one.row_count} and {other.row_count} rows"
    )
    nulls = [
        f"{name} ({one.columns[name][0]} and {other.columns[name][0]} values)"
        if one.row_count == other.row_count and one.columns[name][0] != other.columns[name][0]
        else name
        for name in named
    ]
    return f"{counts}; differs in {', '.join(nulls)}"


def main(arguments: Sequence[str]) -> int:
    """Print what differs between the two databases and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.parity")
    for name in ("left", "right"):
        parser.add_argument(name, metavar=name.upper(), help=f"a DuckDB file, {SERVER} or {LAKE}")
    options = parser.parse_args(arguments)
    try:
        with opened(options.left) as left, opened(options.right) as right:
            count, found = compare(left, right)
    except (FileNotFoundError, duckdb.Error) as error:
        print(f"The databases cannot be compared: {error}", file=sys.stderr)
        return 2
    for difference in found:
        print(difference)
    print(f"{len(found)} of {count} relations differ" if found else f"{count} relations, the same in both")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
