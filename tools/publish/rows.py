"""The rows of the warehouse: their columns, their digests and the rows themselves, as Arrow."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from pyiceberg.types import (
    BinaryType,
    BooleanType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IcebergType,
    IntegerType,
    ListType,
    LongType,
    NestedField,
    StringType,
    StructType,
    TimestampType,
    TimestamptzType,
    UUIDType,
)

from tools.compare import BOOKKEEPING
from tools.publish import TableObstacleError

# How many rows are in memory at once, unless a single partition has more.
BATCH = 1_000_000
# The name that a partition without a value has among the digests.
NO_VALUE = "null"
# Iceberg's transforms that a partition may be made by, and DuckDB's wording of the same number.
TRANSFORMS = {
    "year": "extract(year from {column}) - 1970",
    "month": "(extract(year from {column}) - 1970) * 12 + extract(month from {column}) - 1",
    "truncate": "{column} - (({column} % {width}) + {width}) % {width}",
}
_PARTITION = re.compile(r"(?P<transform>year|month|truncate)\((?:(?P<width>\d+), *)?(?P<column>\w+)\)")

# Where Iceberg has no such type, the next wider one.
_TYPES: Mapping[str, IcebergType] = {
    "boolean": BooleanType(),
    "tinyint": IntegerType(),
    "smallint": IntegerType(),
    "integer": IntegerType(),
    "utinyint": IntegerType(),
    "usmallint": IntegerType(),
    "bigint": LongType(),
    "uinteger": LongType(),
    "ubigint": DecimalType(20, 0),
    "hugeint": DecimalType(38, 0),
    "float": FloatType(),
    "double": DoubleType(),
    "date": DateType(),
    "timestamp": TimestampType(),
    "timestamp with time zone": TimestamptzType(),
    "varchar": StringType(),
    "enum": StringType(),
    "blob": BinaryType(),
    "uuid": UUIDType(),
}
# Types that are cast while they are read, because Arrow would have another one than Iceberg.
_CASTS = {"hugeint": "decimal(38, 0)", "ubigint": "decimal(20, 0)", "enum": "varchar", "uuid": "blob"}


@dataclass(frozen=True)
class Partitioning:
    """By what a table is divided: a transform of Iceberg, and its width if it has one."""

    transform: str
    column: str
    width: int | None = None

    @classmethod
    def parse(cls, relation: str, text: str) -> Partitioning:
        """Read it from text such as month(ordered_at) or truncate(100, date_key).

        Raises:
            TableObstacleError: the text is not of that form.
        """
        found = _PARTITION.fullmatch(text)
        if not found or (found["transform"] == "truncate") != bool(found["width"]):
            raise TableObstacleError(
                f"{relation}: cannot be partitioned by '{text}'.\n"
                "Expected in the model's meta: iceberg_partition_by: year(a column), month(a column) or "
                "truncate(a number, a column of whole numbers)."
            )
        return cls(found["transform"], found["column"], int(found["width"]) if found["width"] else None)

    @property
    def sql(self) -> str:
        """The number of a row's partition; null where the column is."""
        return TRANSFORMS[self.transform].format(column=f'"{self.column}"', width=self.width)

    def condition(self, parts: Sequence[str]) -> str:
        """The condition that a row is in one of the partitions, which are named as among the digests."""
        numbers = ", ".join(part for part in parts if part != NO_VALUE)
        conditions = [f"{self.sql} in ({numbers})"] if numbers else []
        if NO_VALUE in parts:
            conditions.append(f'"{self.column}" is null')
        return " or ".join(conditions)


@dataclass(frozen=True)
class Column:
    """A column of the warehouse: its name, DuckDB's type, and whether it is never null."""

    name: str
    type: Any
    is_required: bool

    @property
    def sql(self) -> str:
        """The expression that reads it as Iceberg has it."""
        return self._cast(_CASTS.get(self.type.id))

    @property
    def compared_sql(self) -> str:
        """The expression of which the digest is taken: what comes back when the Iceberg table is read."""
        return self._cast(None if self.type.id == "uuid" else _CASTS.get(self.type.id))

    def _cast(self, type_: str | None) -> str:
        return f'cast("{self.name}" as {type_}) as "{self.name}"' if type_ else f'"{self.name}"'


def connect(database: Path) -> duckdb.DuckDBPyConnection:
    """Open the warehouse for reading, all of it as of now.

    Raises:
        duckdb.Error: it is no database, or another program is writing to it.
    """
    opened = duckdb.connect(str(database), read_only=True)
    opened.execute("begin")
    return opened


def columns(warehouse: duckdb.DuckDBPyConnection, relation: str) -> list[Column]:
    """Return the columns of a relation that are published: all but those that tell when a row was loaded.

    Raises:
        TableObstacleError: the warehouse does not have it.
    """
    schema, _, name = relation.partition(".")
    described = warehouse.execute(
        "select column_name, is_nullable from duckdb_columns() where schema_name = $1 and table_name = $2 "
        f"and database_name = current_database() and not ({BOOKKEEPING}) order by column_index",
        [schema, name],
    ).fetchall()
    if not described:
        raise TableObstacleError(
            f"{relation}: is not in the warehouse.\n"
            "Expected: a table or view that a build has made.\n"
            f"Run make build (ARGS='--select {name}'), or do not select it."
        )
    read = warehouse.sql(f"select * from {relation} limit 0")
    types = dict(zip(read.columns, read.types, strict=True))
    return [Column(str(column), types[column], not is_nullable) for column, is_nullable in described]


def iceberg_fields(
    relation: str, published: Sequence[Column], documents: Mapping[str, str]
) -> list[NestedField]:
    """Return the columns as Iceberg's fields, numbered from 1 until the catalog gives them their numbers.

    Raises:
        TableObstacleError: a column has a type that Iceberg has not.
    """
    numbers = iter(range(1, 1_000_000))

    def field(name: str, type_: Any, document: str | None, is_required: bool, is_nested: bool) -> NestedField:
        number = next(numbers)
        converted = convert(name, type_, is_nested)
        return NestedField(number, name, converted, required=is_required, doc=document)

    def convert(name: str, type_: Any, is_nested: bool) -> IcebergType:
        kind = str(type_.id)
        if kind == "decimal":
            return DecimalType(*(number for _, number in type_.children))
        if kind == "list":
            number = next(numbers)
            ((_, child),) = type_.children
            return ListType(number, convert(name, child, True), element_required=False)
        if kind == "struct":
            return StructType(*(field(part, child, None, False, True) for part, child in type_.children))
        if kind not in _TYPES or (is_nested and kind in _CASTS):
            raise TableObstacleError(
                f"{relation}: its column {name} is of the type {type_}, which Iceberg has not"
                f"{' within another' if is_nested else ''}.\n"
                f"Expected: one of {', '.join(sorted(_TYPES))}, decimal, or lists and structs of them.\n"
                "Cast it in the model, or do not select the model."
            )
        return _TYPES[kind]

    return [
        field(column.name, column.type, documents.get(column.name), column.is_required, False)
        for column in published
    ]


def digests(
    source: duckdb.DuckDBPyConnection,
    relation: str,
    numbers: Mapping[str, int],
    partitioning: Partitioning | None,
) -> dict[str, tuple[int, str]]:
    """Return of each partition the number of its rows and their digest; of a table without, one partition ''.

    `numbers` are Iceberg's of the columns. Neither the order of rows nor the names and the order of columns
    matter, and a column that is null throughout adds nothing: so a digest outlives a new name and a new,
    empty column.
    """
    parts = [
        f'case when "{name}" is null then cast(0 as ubigint) else hash(hash("{name}", {number})) end'
        for name, number in numbers.items()
    ]
    row = parts[0]
    for part in parts[1:]:
        row = f"xor({row}, {part})"
    by = partitioning.sql if partitioning else "''"
    found = source.execute(
        f"select {by} as part, count(*), sum(cast(hash({row}) as hugeint)) from {relation} group by part"
    ).fetchall()
    return {
        NO_VALUE if part is None else str(part): (int(count), f"{int(total):x}")
        for part, count, total in found
    }


def batches(
    warehouse: duckdb.DuckDBPyConnection,
    relation: str,
    published: Sequence[Column],
    partitioning: Partitioning | None,
    parts: Mapping[str, int],
) -> Iterator[pa.Table]:
    """Yield the rows of the parts, each named with its number of rows, as few tables of about BATCH rows."""
    read = f"select {', '.join(column.sql for column in published)} from {relation}"
    uuids = [column.name for column in published if column.type.id == "uuid"]
    if partitioning is None:
        with warehouse.sql(read).to_arrow_reader(BATCH) as reader:
            for batch in reader:
                if batch.num_rows:
                    yield _with_uuids(pa.Table.from_batches([batch]), uuids)
        return
    for group in _groups(parts):
        table = warehouse.sql(f"{read} where {partitioning.condition(group)}").to_arrow_table()
        yield _with_uuids(table, uuids)


def _groups(parts: Mapping[str, int]) -> Iterator[list[str]]:
    group: list[str] = []
    size = 0
    for part, count in parts.items():
        if group and size + count > BATCH:
            yield group
            group, size = [], 0
        group.append(part)
        size += count
    if group:
        yield group


def _with_uuids(table: pa.Table, names: Sequence[str]) -> pa.Table:
    for name in names:
        position = table.schema.get_field_index(name)
        values = table.column(position).cast(pa.binary(16)).cast(pa.uuid())
        table = table.set_column(position, name, values)
    return table
