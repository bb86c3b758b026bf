"""What the page shows of the built warehouse: answers, deliveries and what became of them, refused rows."""

from __future__ import annotations

import calendar
import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

MASK = "•••"


class MissingError(Exception):
    """Something that the page is made of is not there; its text names it and the command that makes it."""


@dataclass(frozen=True)
class Answer:
    """The first rows of a question's answer, and how many there are."""

    columns: list[str]
    rows: list[tuple[Any, ...]]
    row_count: int


@dataclass(frozen=True)
class MonthOfSystem:
    """What a system delivered in a month and what became of it, in rows."""

    month: dt.date
    system: str
    delivered: int
    accepted: int
    duplicates: int
    quarantined: int


@dataclass(frozen=True)
class Refused:
    """Rows that were not accepted for one reason: how many, and the first of them, without personal data."""

    record_source: str
    verdict: str
    rule: str
    count: int
    batch_date: dt.date
    business_key: str
    reason: str
    row: str


@dataclass(frozen=True)
class Challenge:
    """A thing that goes wrong on purpose, as the ledger of the deliveries lists it."""

    name: str
    place: str
    business_key: str
    what_it_is: str
    must_show_up: str


@contextmanager
def opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse for reading.

    Raises:
        MissingError: it is not there, or cannot be read now.
    """
    if not database.is_file():
        raise MissingError(
            f"There is no warehouse {database}.\nMake one by `make build`, or name one by TOUCHSTONE_DB."
        )
    try:
        connection = duckdb.connect(str(database), read_only=True)
    except duckdb.IOException as error:
        raise MissingError(
            f"{database} cannot be read: {error}\nWait until what writes to it has ended, or name another "
            "warehouse by TOUCHSTONE_DB."
        ) from error
    try:
        yield connection
    finally:
        connection.close()


def answer(connection: duckdb.DuckDBPyConnection, view: str, first: int) -> Answer:
    """Return the first rows of a view of the questions, in the order of its columns.

    Raises:
        MissingError: the warehouse has no such view.
    """
    relation = _query(
        connection,
        f"select *, count(*) over () as counted from questions.{view} order by all nulls last limit {first}",
    )
    rows = relation.fetchall()
    return Answer(list(relation.columns)[:-1], [row[:-1] for row in rows], int(rows[0][-1]) if rows else 0)


def months_of_systems(connection: duckdb.DuckDBPyConnection) -> list[MonthOfSystem]:
    """Return the accounts of the deliveries by month and system.

    Raises:
        MissingError: the warehouse has no accounts.
    """
    rows = _query(
        connection,
        """
        select
            cast(date_trunc('month', batch_date) as date),
            split_part(record_source, '.', 1),
            sum(delivered_row_count),
            sum(accepted_row_count),
            sum(duplicate_row_count),
            sum(quarantined_row_count)
        from staging.stg_delivery_accounts
        group by 1, 2
        order by 1, 2
        """,
    ).fetchall()
    return [
        MonthOfSystem(month, str(system), *(int(count or 0) for count in counts))
        for month, system, *counts in rows
    ]


def revenue_by_month(connection: duckdb.DuckDBPyConnection) -> list[tuple[dt.date, float]]:
    """Return net revenue in EUR by month, as one of the styles answers q01.

    Raises:
        MissingError: none does.
    """
    views = _query(
        connection, "select view_name from duckdb_views() where schema_name = 'questions' order by view_name"
    ).fetchall()
    # any of them would do, and the wide tables and the star are asked fastest
    found = [name for (name,) in views if name.startswith("q01_")]
    view = max(found, key=lambda name: name.endswith(("__kimball", "__obt")), default=None)
    if view is None:
        raise MissingError("The warehouse is built without the questions.\nBuild it by `make build`.")
    rows: list[tuple[dt.date, float]] = _query(
        connection,
        "select month_date, cast(sum(net_revenue_eur) as double)"
        f" from questions.{view} group by month_date order by month_date",
    ).fetchall()
    return rows


def newest_delivery(connection: duckdb.DuckDBPyConnection) -> dt.date:
    """Return the day of the newest delivery: the warehouse's today.

    Raises:
        MissingError: nothing was delivered.
    """
    [(day,)] = _query(connection, "select max(batch_date) from staging.stg_delivery_accounts").fetchall()
    if day is None:
        raise MissingError("The warehouse has no deliveries.\nLoad some by `make build`.")
    newest: dt.date = day
    return newest


def is_complete(month: dt.date, newest: dt.date) -> bool:
    """Return whether all days of a month have been delivered, when `newest` is the last one that was."""
    last = calendar.monthrange(month.year, month.month)[1]
    return newest >= month.replace(day=last)


def refused_rows(
    connection: duckdb.DuckDBPyConnection, personal: Mapping[str, Sequence[str]]
) -> list[Refused]:
    """Return what was not accepted, one entry a source table and rule.

    Args:
        connection: the warehouse.
        personal: the names of the personal columns of each source table, as the source calls them.

    Raises:
        MissingError: the warehouse has no quarantine.
    """
    rows = _query(
        connection,
        """
        select record_source, verdict, broken_rule,
            count(*) over (partition by record_source, verdict, broken_rule),
            batch_date, business_key, reason, delivered_row
        from quarantine.qrn_refused_rows
        qualify row_number() over (
            partition by record_source, verdict, broken_rule order by batch_date, delivery_number, row_number
        ) = 1
        order by verdict desc, record_source, broken_rule
        """,
    ).fetchall()
    found = []
    for source, verdict, rule, count, day, key, reason, row in rows:
        shown, key, reason = masked(str(row), str(key), str(reason), personal.get(str(source), ()))
        found.append(Refused(str(source), str(verdict), str(rule), int(count), day, key, reason, shown))
    return found


def masked(row: str, key: str, reason: str, personal: Sequence[str]) -> tuple[str, str, str]:
    """Return a delivered row, its key and why it was refused, without the personal values of the row."""
    try:
        values: dict[str, Any] = json.loads(row)
    except ValueError:
        # a row that cannot be taken apart is not shown where it may hold a person's data
        return (MASK, MASK, MASK) if personal else (row, key, reason)
    for name in personal:
        value = values.get(name)
        if value:
            values[name] = MASK
            key, reason = (text.replace(str(value), MASK) for text in (key, reason))
    return json.dumps(values, ensure_ascii=False), key, reason


def challenges(connection: duckdb.DuckDBPyConnection) -> list[Challenge]:
    """Return the ledger of what goes wrong on purpose; none where the deliveries bring no ledger."""
    tables = "select table_name from duckdb_tables() where schema_name = 'bronze'"
    if ("brz_reference__data_challenges",) not in _query(connection, tables).fetchall():
        return []
    rows = _query(
        connection,
        """
        select challenge_id, system_name || '.' || table_name, business_key, what_it_is, must_show_up
        from bronze.brz_reference__data_challenges
        order by row_number
        """,
    ).fetchall()
    return [Challenge(*(str(value) for value in row)) for row in rows]


def _query(connection: duckdb.DuckDBPyConnection, sql: str) -> duckdb.DuckDBPyRelation:
    try:
        return connection.sql(sql)
    except duckdb.CatalogException as error:
        first = str(error).splitlines()[0]
        raise MissingError(
            f"The warehouse is not built with all that the page shows: {first}\nBuild it by `make build`."
        ) from error
