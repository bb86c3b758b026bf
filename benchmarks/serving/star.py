"""A star of any size: the built one, copied, with keys of its own in every copy; and the days after it.

Customers, sales, returns and sessions are copied `size` times; products, and with them the daily stock, by
its square root; days and locations not at all, as the generator has it (generator/). Rows are in the order
of time, as loads write them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from math import isqrt
from pathlib import Path

import duckdb

FIRST_DAY = date(2025, 12, 7)
"""The star is built up to the day before; days from this one on may be added."""

CUSTOMERS = "customers"
PRODUCTS = "products"


@dataclass(frozen=True)
class Table:
    """A table of the star: what its copies go by, the day of a row (SQL), and what copies change."""

    name: str
    copied_by: str | None
    day: str | None
    changed: dict[str, str]


_LAST_RESERVED = "'00000000-0000-0000-0000-0000000000ff'"

# A key that others join by is another in each copy; reserved members are the same in all.
_OWN_KEY = (
    f"case when copy = 0 or {{0}} < {_LAST_RESERVED} then {{0}}"
    " else cast(md5(concat_ws('-', {0}, {1})) as uuid) end"
)
_PRODUCT = {name: _OWN_KEY.format(name, "product_copy") for name in ("product_key", "product_durable_key")}
_PRODUCT_ID = "case when product_copy = 0 then product_id else concat_ws('-', product_id, product_copy) end"
_PARTY_ID = "case when copy = 0 or {0} is null then {0} else concat_ws('-', {0}, copy) end"
# As macros/keys/hash.sql makes it; `build` checks that it does.
_HASH_OF_PARTY = f"cast(md5(replace(replace(trim({_PARTY_ID}), '~', '~0'), '|', '~1')) as uuid)"
_CUSTOMER = {
    "customer_durable_key": f"coalesce({_HASH_OF_PARTY.format('surviving_party_id')}, customer_durable_key)"
}
# Copies sell in other countries and categories: a larger star has more groups, as a larger retailer has.
_OTHER = (
    "case when {2} = 0 or {0} is null then {0}"
    " else ({1})[(list_position({1}, {0}) - 1 + {2}) % len({1}) + 1] end"
)
_SALE = {
    "sales_order_id": "concat_ws('-', sales_order_id, nullif(copy, 0))",
    "country_code": _OTHER.format("country_code", "['DE', 'FR', 'GB', 'JP', 'SE', 'US']", "copy"),
}
_PATHS = "(select list(distinct category_path order by category_path) from source.kimball.dim_product)"

TABLES = (
    Table("dim_date", None, None, {}),
    Table("dim_location", None, None, {}),
    Table(
        "dim_product",
        PRODUCTS,
        None,
        _PRODUCT
        | {
            "product_id": _PRODUCT_ID,
            "category_path": _OTHER.format("category_path", _PATHS, "product_copy"),
        },
    ),
    Table("dim_customer", CUSTOMERS, None, _CUSTOMER | {"party_id": _PARTY_ID.format("party_id")}),
    Table("fct_order_lines", CUSTOMERS, "cast(ordered_at as date)", _CUSTOMER | _PRODUCT | _SALE),
    Table(
        "fct_returns",
        CUSTOMERS,
        "cast(returned_at as date)",
        _CUSTOMER | _PRODUCT | {"sales_order_id": _SALE["sales_order_id"]},
    ),
    Table("fct_sessions", CUSTOMERS, "cast(started_at as date)", _CUSTOMER),
    Table("fct_inventory_daily", PRODUCTS, "strptime(cast(date_key as varchar), '%Y%m%d')::date", _PRODUCT),
)
FACTS = tuple(table for table in TABLES if table.day)


@dataclass(frozen=True)
class Star:
    """A database file with the tables of a star of some size, made from a built one."""

    source: Path
    database: Path
    size: int

    def build(self) -> dict[str, int]:
        """Make the tables, up to the day before FIRST_DAY, and return their numbers of rows.

        Raises:
            ValueError: the copies have lost a person: the project makes its keys in another way.
        """
        with self._connect() as connection:
            connection.execute("create schema kimball")
            for table in TABLES:
                name = f"kimball.{table.name}"
                connection.execute(f"create table {name} as from source.{name} limit 0")
                for condition in self._parts(connection, table):
                    connection.execute(f"insert into {name} {self._rows(table, condition)}")
            connection.execute("checkpoint")
            self._check(connection)
            return {
                table.name: int(self._one(connection, f"select count(*) from kimball.{table.name}"))
                for table in TABLES
            }

    def append(self, day: date) -> None:
        """Add the facts of a day, as loads do whose deliveries change nothing that is there."""
        with self._connect() as connection, _transaction(connection):
            for table in FACTS:
                rows = self._rows(table, f"{table.day} = date '{day}'")
                connection.execute(f"insert into kimball.{table.name} {rows}")

    def rewrite(self, day: date, dimensions: tuple[str, ...]) -> None:
        """Write anew what the day's delivery changed of older facts, and of these dimensions."""
        with self._connect() as connection, _transaction(connection):
            for table in FACTS:
                changed = f"changed_in_batch_date = date '{day}' and {table.day} < date '{day}'"
                _rewrite(connection, f"kimball.{table.name}", changed)
            for name in dimensions:
                _rewrite(connection, f"kimball.{name}", f"batch_date = date '{day}'")

    def _connect(self) -> duckdb.DuckDBPyConnection:
        connection = duckdb.connect(str(self.database), config={"storage_compatibility_version": "v1.4.0"})
        connection.execute(f"attach '{self.source}' as source (read_only)")
        return connection

    def _parts(self, connection: duckdb.DuckDBPyConnection, table: Table) -> list[str]:
        """Conditions that cut a table into months, so that rows come in the order of time."""
        if not table.day:
            return ["true"]
        month = f"date_trunc('month', {table.day})::date"
        months = connection.execute(
            f"select distinct {month} from source.kimball.{table.name}"
            f" where {table.day} < date '{FIRST_DAY}' order by 1"
        ).fetchall()
        return [f"{month} = date '{first}' and {table.day} < date '{FIRST_DAY}'" for (first,) in months]

    def _rows(self, table: Table, condition: str) -> str:
        """Query for the copies of the rows that fulfil a condition, as a load would write them now."""
        copies = {CUSTOMERS: self.size, PRODUCTS: isqrt(self.size)}.get(table.copied_by or "", 1)
        product_copy = "copy" if table.copied_by == PRODUCTS else f"copy % {isqrt(self.size)}"
        surviving = (
            "left join (select customer_durable_key, min(party_id) filter ("
            "customer_durable_key = cast(md5(replace(replace(trim(party_id), '~', '~0'), '|', '~1')) as uuid)"
            ") as surviving_party_id from source.kimball.dim_customer group by all) as survivors"
            " using (customer_durable_key)"
            if "customer_durable_key" in table.changed
            else ""
        )
        own_key = {"dim_customer": "customer_key", "dim_product": "product_key"}.get(table.name)
        reserved = f" and (copy = 0 or {own_key} > {_LAST_RESERVED})" if own_key else ""
        changed = [f"{expression} as {name}" for name, expression in table.changed.items()]
        if table.name != "dim_date":
            changed.append(f"timestamp '{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}' as audit_loaded_at")
        replaced = f"replace ({', '.join(changed)})" if changed else ""
        columns = f"* exclude (copy, product_copy{', surviving_party_id' if surviving else ''}) {replaced}"
        order = f" order by {table.day}" if table.day else ""
        return (
            f"select {columns} from (select *, {product_copy} as product_copy"
            f" from source.kimball.{table.name} {surviving} cross join range({copies}) as copies (copy)"
            f" where {condition}{reserved}) as copied{order}"
        )

    def _check(self, connection: duckdb.DuckDBPyConnection) -> None:
        persons = (
            "select count(distinct customer_durable_key) from {}kimball.dim_customer"
            " where record_system <> 'reserved'"
        )
        found = self._one(connection, persons.format(""))
        expected = self._one(connection, persons.format("source.")) * self.size
        if found != expected:
            raise ValueError(f"{self.database}: {found} persons in dim_customer, expected {expected}")

    @staticmethod
    def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
        ((value,),) = connection.execute(query).fetchall()
        return int(value)


@contextmanager
def _transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All statements of a block, or none."""
    connection.execute("begin")
    try:
        yield
    except BaseException:
        connection.execute("rollback")
        raise
    connection.execute("commit")


def _rewrite(connection: duckdb.DuckDBPyConnection, table: str, condition: str) -> None:
    """Delete rows and insert them again, loaded now."""
    now = f"timestamp '{datetime.now(UTC):%Y-%m-%d %H:%M:%S.%f}'"
    connection.execute(
        f"create or replace temporary table rewritten as"
        f" select * replace ({now} as audit_loaded_at) from {table} where {condition}"
    )
    connection.execute(f"delete from {table} where {condition}")
    connection.execute(f"insert into {table} from rewritten")
