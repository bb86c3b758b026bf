"""Turns a folder of queries into a landing folder.

    python -m examples.landing MAPPING --from SOURCE --to FOLDER [--add]

A mapping is a folder with

    prepare/*.sql         queries that run first, in order of name; `2_lines.sql` becomes the table lines
    <system>/<table>.sql  a query for each source table that there is: the contract's columns, and batch_date
    set_aside.sql         a query for what is not delivered, and why
    vars.yml              the values that this retailer's columns may hold, as dbt's vars

The queries are DuckDB's SQL. They find what to read in getvariable('source'), and the mapping's own folder
in getvariable('mapping'); to_utc(local_time, zone) and with_offset(local_time, zone) read a clock on a wall.
A column of the contract that a query leaves out is delivered empty. Each table gets one delivery for each
batch_date, its rows numbered in the order of their values: number 1, or the next one if the folder holds the
day already, with other rows.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from examples.contract import read_lists, read_seeds
from tools.warehouse import VARS_FILE

SET_ASIDE_FILE = "_set_aside.parquet"
MANIFEST = ("reference", "deliveries")
_NUMBERS = ("batch_date", "delivery_number", "row_number")
_MACROS = """
create macro to_utc(local_time, zone) as (cast(local_time as timestamp) at time zone zone) at time zone 'UTC';
create macro minutes_ahead(local_time, zone) as
    date_diff('minute', to_utc(local_time, zone), cast(local_time as timestamp));
create macro with_offset(local_time, zone) as
    strftime(cast(local_time as timestamp), '%Y-%m-%dT%H:%M:%S')
    || if(minutes_ahead(local_time, zone) < 0, '-', '+')
    || strftime(timestamp '2000-01-01' + to_minutes(abs(minutes_ahead(local_time, zone))), '%H:%M');
"""


class MappingError(Exception):
    """What is wrong with a mapping; its text is for the person who writes it."""


@dataclass(frozen=True)
class Contract:
    """What a source table must look like: its columns in order, and which of them a row cannot do without."""

    system: str
    table: str
    kind: str
    columns: dict[str, int]  # column, and the schema version from which on it is delivered
    required: frozenset[str]


def read_contracts() -> dict[tuple[str, str], Contract]:
    """Return the contracts under seeds/, by system and table; the manifest has none."""
    contracts = {}
    for name, seed in read_seeds().items():
        system, table = name.split(".")
        meta = seed["config"]["meta"]
        if meta["kind"] == "manifest":
            continue
        marks = {
            column["name"]: column.get("config", {}).get("meta", {})
            for column in seed["columns"]
            if column["name"] not in _NUMBERS
        }
        versions = {column: mark.get("since_schema_version", 1) for column, mark in marks.items()}
        required = frozenset(column for column, mark in marks.items() if mark.get("required"))
        contracts[system, table] = Contract(system, table, meta["kind"], versions, required)
    return contracts


def deliver(mapping: Path, source: str, landing: Path, *, add: bool = False) -> dict[str, int]:
    """Write a landing folder, or add to one. If it fails, the folder is as it was.

    Args:
        mapping: folder of queries.
        source: file, pattern or folder that the queries read.
        landing: folder to write into, new or empty unless `add`.
        add: whether to keep what the folder holds. A day of a table that it lacks is added; one whose rows
            are those of its last delivery is left alone; one with other rows becomes the next delivery.

    Returns:
        how many rows were delivered for each source table, and how many were set aside.

    Raises:
        MappingError: a query fails or gives other columns than its contract wants, or the folder is refused.
    """
    _check_folder(landing, add)
    contracts = read_contracts()
    queries = {file.relative_to(mapping).parts: file for file in sorted(mapping.glob("*/*.sql"))}
    tables = {parts: file for parts, file in queries.items() if parts[0] not in ("prepare", "check")}
    if not tables:
        raise MappingError(f"{mapping} has no query: expected <system>/<table>.sql, as shop/orders.sql.")
    for (system, name), file in tables.items():
        if (system, name.removesuffix(".sql")) not in contracts:
            raise MappingError(
                f"{file}: there is no source table {system}.{name[:-4]}; "
                "python -m examples.contract lists all."
            )
    values = _read_vars(mapping / "vars.yml")
    landing.parent.mkdir(parents=True, exist_ok=True)
    counts = {}
    with (
        tempfile.TemporaryDirectory(prefix=f".{landing.name}-", dir=landing.parent) as scratch,
        duckdb.connect() as connection,
    ):
        written = Path(scratch)
        connection.execute("set timezone = 'UTC'")
        connection.execute(_MACROS)
        connection.execute("set variable source = $1", [source])
        connection.execute("set variable mapping = $1", [str(mapping)])
        connection.execute("create table listed (system_name text, table_name text, delivery_kind text, "
                           "schema_version integer, batch_date date, delivery_number integer, "
                           "row_count bigint)")  # fmt: skip
        for file in sorted((mapping / "prepare").glob("*.sql")):
            _create(connection, f"table {re.sub(r'^[0-9]+_', '', file.stem)}", file)
        for (system, name), file in tables.items():
            contract = contracts[system, name.removesuffix(".sql")]
            counts[f"{system}.{contract.table}"] = _deliver_table(
                connection, contract, file, landing, written
            )
        _write_manifest(connection, landing, written)
        counts["set aside"] = _set_aside(connection, mapping / "set_aside.sql", landing, written)
        _write_vars(values, landing, written)
        _move(written, landing)
    return counts


def _check_folder(landing: Path, add: bool) -> None:
    if not landing.exists() or not any(landing.iterdir()):
        return
    if not add:
        raise MappingError(
            f"{landing} is not empty. Name a new folder; or say --add, which keeps what is there."
        )
    if not landing.joinpath(*MANIFEST).is_dir():
        raise MappingError(
            f"{landing} is no landing folder, for it has no {'/'.join(MANIFEST)}: name another."
        )


def _create(connection: Any, what: str, file: Path) -> None:
    """Make a table or view of a query.

    Raises:
        MappingError: the query fails; the text names its file.
    """
    try:
        connection.execute(f"create or replace {what} as {_query(file)}")
    except duckdb.Error as error:
        raise MappingError(f"{file}: {error}") from error


def _deliver_table(connection: Any, contract: Contract, file: Path, landing: Path, written: Path) -> int:
    """Write and note the deliveries of one table that the landing lacks; returns their number of rows."""
    _create(connection, "temporary table given", file)
    name = f"{contract.system}.{contract.table}"
    types = {str(row[0]): str(row[1]) for row in connection.execute("describe given").fetchall()}
    given = list(types)
    if unknown := [column for column in given if column not in contract.columns and column != "batch_date"]:
        raise MappingError(f"{file}: column {unknown[0]} is not in the contract of {name}.")
    wanted = ["batch_date", *(name for name in contract.columns if name in contract.required)]
    if missing := [name for name in wanted if name not in given]:
        raise MappingError(
            f"{file}: the query gives no column {missing[0]}, which each row of {name} must have."
        )
    _check_values(connection, file, types)
    version = max([contract.columns[name] for name in given if name != "batch_date"], default=1)
    columns = [name for name, since in contract.columns.items() if since <= version]
    values = [name if name in given else f"cast(null as text) as {name}" for name in columns]
    connection.execute(
        f"create or replace temporary table shaped as select batch_date, {', '.join(values)} from given"
    )
    _number_days(connection, columns, landing / contract.system / contract.table)
    order = ", ".join(name for name in columns if name in given)
    connection.execute(
        "create or replace temporary table numbered as select batch_date, delivery_number, "
        f"cast(row_number() over (partition by batch_date order by {order}) as integer) as row_number, "
        f"{', '.join(columns)} from shaped inner join days using (batch_date)"
    )
    _write(connection, "numbered", written / contract.system / contract.table, "delivery_{number}_{{i}}")
    connection.execute(
        "insert into listed select $1, $2, $3, $4, batch_date, delivery_number, count(*) "
        "from numbered group by all",
        [contract.system, contract.table, contract.kind, version],
    )
    return _count(connection, "numbered")


def _check_values(connection: Any, file: Path, types: dict[str, str]) -> None:
    """Demand a day of each row, and no number that is not exact.

    Raises:
        MappingError: a row has no batch_date, or something else than a date; or a column is a float.
    """
    if types["batch_date"] != "DATE":
        raise MappingError(f"{file}: batch_date is {types['batch_date']}; expected DATE: cast(... as date).")
    if floats := [name for name, type_ in types.items() if type_ in ("DOUBLE", "FLOAT")]:
        raise MappingError(
            f"{file}: column {floats[0]} is {types[floats[0]]}, which is not exact: "
            "cast it to a decimal or to text."
        )
    without_day = "given where batch_date is null"
    if count := _count(connection, without_day):
        columns = [name for name in types if name != "batch_date"]
        first = connection.execute(
            f"select {', '.join(columns)} from {without_day} order by all limit 1"
        ).fetchone()
        shown = dict(zip(columns, map(str, first), strict=True))
        raise MappingError(f"{file}: {count:,} rows have no batch_date, the first: {shown}.")


def _number_days(connection: Any, columns: Sequence[str], folder: Path) -> None:
    """Make the table days: each day that there is to deliver, and the number of its delivery."""
    if not any(folder.glob("batch_date=*/*.parquet")):
        connection.execute("create or replace temporary table days as "
                           "select distinct batch_date, 1 as delivery_number from shaped")  # fmt: skip
        return
    connection.execute(f"create or replace temporary view held as {_read(folder)}")
    there = {row[0] for row in connection.execute("describe held").fetchall()}
    of_held = [f"cast({name if name in there else 'null'} as text)" for name in columns]
    of_shaped = [f"cast({name} as text)" for name in columns]
    last = (
        f"select batch_date, {', '.join(of_held)} from held where (batch_date, delivery_number) in "
        "(select (batch_date, max(delivery_number)) from held group by batch_date)"
    )
    new = f"select batch_date, {', '.join(of_shaped)} from shaped"
    connection.execute(
        f"""
        create or replace temporary table days as
        with changed as (
            select distinct batch_date from (({new} except all {last}) union all ({last} except all {new}))
        )
        select changed.batch_date, coalesce(max(held.delivery_number), 0) + 1 as delivery_number
        from changed left join held using (batch_date) group by changed.batch_date
        """
    )


def _write_manifest(connection: Any, landing: Path, written: Path) -> None:
    """List what was written; each delivery counts as delivered in the night after its day."""
    folder = landing.joinpath(*MANIFEST)
    files = len(list(folder.glob("batch_date=*/*.parquet")))
    if files:
        held = _read(folder)
    else:
        held = "select null::date as batch_date, null as delivery_number, null as row_number limit 0"
    connection.execute(
        f"""
        create or replace temporary table manifest as
        with held as (
            select batch_date, delivery_number, max(row_number) as listed_before from ({held}) group by all
        )
        select batch_date, delivery_number,
            cast(coalesce(listed_before, 0) + row_number() over (
                partition by batch_date, delivery_number order by system_name, table_name
            ) as integer) as row_number,
            system_name, table_name, delivery_kind,
            cast(row_count as text) as row_count, cast(schema_version as text) as schema_version,
            strftime(batch_date + 1, '%Y-%m-%dT02:00:00Z') as delivered_at
        from listed left join held using (batch_date, delivery_number)
        """
    )
    _write(connection, "manifest", written.joinpath(*MANIFEST), f"delivery_{{number}}_{files + 1}_{{{{i}}}}")


def _write(connection: Any, table: str, folder: Path, name: str) -> None:
    """Write a table as one Parquet file for each delivery; its number goes into the name."""
    folder.mkdir(parents=True, exist_ok=True)
    numbers = connection.execute(f"select distinct delivery_number from {table} order by all").fetchall()
    # several threads would share the rows of a day out between them, and so write other bytes each time
    connection.execute("set threads = 1")
    for (number,) in numbers:
        connection.execute(
            f"copy (select * from {table} where delivery_number = {number} order by batch_date, row_number) "
            f"to '{_quoted(folder)}' (format parquet, partition_by (batch_date), "
            f"filename_pattern '{name.format(number=number)}', overwrite_or_ignore)"
        )
    connection.execute("reset threads")


def _set_aside(connection: Any, file: Path, landing: Path, written: Path) -> int:
    """Write what is not delivered beside the deliveries, where no build reads it; returns the new rows."""
    if not file.exists():
        return 0
    _create(connection, "temporary table set_aside", file)
    held, rows = landing / SET_ASIDE_FILE, "set_aside"
    if held.exists():
        kept = f"select * from read_parquet('{_quoted(held)}')"
        connection.execute(f"create or replace temporary table set_aside as from set_aside except all {kept}")
        rows = f"({kept} union all from set_aside)"
    ordered = f"from {rows} order by all"
    connection.execute(f"copy ({ordered}) to '{_quoted(written / SET_ASIDE_FILE)}' (format parquet)")
    return _count(connection, "set_aside")


def _read_vars(file: Path) -> dict[str, Any]:
    """Return the mapping's vars, none where it has no such file.

    Raises:
        MappingError: a list of accepted values is missing or unknown, or holds something else than text.
    """
    values: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8")) or {} if file.exists() else {}
    if "accepted_values" in values:
        _check_lists(file, values["accepted_values"])
    return values


def _write_vars(values: dict[str, Any], landing: Path, written: Path) -> None:
    """Write dbt's vars for this folder as one line of JSON, which is YAML that any quotes can carry."""
    line = json.dumps({"landing": str(landing.resolve()), **values}, ensure_ascii=False)
    (written / VARS_FILE).write_text(f"{line}\n", encoding="utf-8")


def _check_lists(file: Path, lists: dict[str, Any]) -> None:
    wanted = list(read_lists())
    if wrong := sorted(set(wanted) ^ set(lists)):
        raise MappingError(
            f"{file}: accepted_values has {'no' if wrong[0] in wanted else 'an unknown'} list {wrong[0]}; "
            f"it replaces the project's own and holds all of {', '.join(wanted)}."
        )
    for name, values in lists.items():
        if other := [value for value in values if not isinstance(value, str)]:
            raise MappingError(
                f'{file}: accepted_values.{name} holds {other[0]!r}, which is no text: quote it, as "NO".'
            )


def _move(written: Path, landing: Path) -> None:
    """Move all files into the landing folder, the manifest last."""
    files = sorted(path.relative_to(written) for path in written.rglob("*") if path.is_file())
    for file in sorted(files, key=lambda file: file.parts[: len(MANIFEST)] == MANIFEST):
        (landing / file).parent.mkdir(parents=True, exist_ok=True)
        (written / file).replace(landing / file)


def _query(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip().removesuffix(";")


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f"select count(*) from {table}").fetchone()[0])


def _read(folder: Path) -> str:
    """Return a query of all deliveries in a table's folder, whatever version of the contract they have."""
    files = f"'{_quoted(folder)}/batch_date=*/*.parquet'"
    return f"select * from read_parquet({files}, hive_partitioning = true, union_by_name = true)"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def main(mapping: Path, arguments: Sequence[str]) -> int:
    """Run a mapping's command line and return the exit code."""
    parser = argparse.ArgumentParser(prog=f"python -m examples.landing {mapping}")
    parser.add_argument(
        "--from", dest="source", required=True, help="what the retailer gave: a file or pattern"
    )
    parser.add_argument("--to", dest="landing", required=True, type=Path, help="landing folder, new or empty")
    parser.add_argument("--add", action="store_true", help="keep what the folder holds, and add what is new")
    options = parser.parse_args(arguments)
    try:
        counts = deliver(mapping, options.source, options.landing, add=options.add)
    except (MappingError, duckdb.Error) as error:
        print(error, file=sys.stderr)
        return 1
    for name, count in counts.items():
        print(f"{count:>10,}  {name}")
    print(f'\nLoad it:  dbt build --vars "$(cat {options.landing / VARS_FILE})"')
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1].startswith("-"):
        sys.exit("Name the mapping's folder: python -m examples.landing MAPPING --from SOURCE --to FOLDER")
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
