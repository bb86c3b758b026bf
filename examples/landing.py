"""Turns a folder of queries into a landing folder.

A mapping is a folder with

    prepare/*.sql         queries that run first, in order of name; `2_lines.sql` becomes the table lines
    <system>/<table>.sql  a query for each source table that there is: the contract's columns, and batch_date
    set_aside.sql         a query for what is not delivered, and why
    vars.yml              the values that this retailer's columns may hold, as dbt's vars

The queries are DuckDB's SQL. They find what to read in getvariable('source'), and the mapping's own folder
in getvariable('mapping'). A column of the contract that a query leaves out is delivered empty. Each table
gets one delivery for each batch_date, numbered 1, its rows numbered in the order of their values.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import yaml

from examples.contract import read_seeds
from tools.warehouse import VARS_FILE

SET_ASIDE_FILE = "_set_aside.parquet"
_NUMBERS = ("batch_date", "delivery_number", "row_number")


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


def deliver(mapping: Path, source: str, landing: Path) -> dict[str, int]:
    """Write a landing folder.

    Args:
        mapping: folder of queries.
        source: file, pattern or folder that the queries read.
        landing: folder to write into, new or empty.

    Returns:
        how many rows each source table got, and how many were set aside.

    Raises:
        MappingError: a query gives other columns than its contract wants, or the folder is not empty.
        duckdb.Error: a query fails.
    """
    if landing.exists() and any(landing.iterdir()):
        raise MappingError(f"{landing} is not empty. Name a new folder, or empty this one first.")
    contracts = read_contracts()
    queries = {file.relative_to(mapping).parts: file for file in sorted(mapping.glob("*/*.sql"))}
    tables = {parts: file for parts, file in queries.items() if parts[0] not in ("prepare", "check")}
    for (system, name), file in tables.items():
        if (system, name.removesuffix(".sql")) not in contracts:
            raise MappingError(f"{file}: there is no source table {system}.{name[:-4]}; see seeds/{system}/.")
    landing.mkdir(parents=True, exist_ok=True)
    counts = {}
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false; set timezone = 'UTC'")
        connection.execute("set variable source = $1", [source])
        connection.execute("set variable mapping = $1", [str(mapping)])
        connection.execute("create table listed (system_name text, table_name text, delivery_kind text, "
                           "schema_version integer, batch_date date, row_count bigint)")  # fmt: skip
        for file in sorted((mapping / "prepare").glob("*.sql")):
            name = re.sub(r"^\d+_", "", file.stem)
            connection.execute(f"create table {name} as {_query(file)}")
        for (system, name), file in tables.items():
            contract = contracts[system, name.removesuffix(".sql")]
            counts[f"{system}.{contract.table}"] = _deliver_table(connection, contract, file, landing)
        _write_manifest(connection, landing)
        counts["set aside"] = _set_aside(connection, mapping / "set_aside.sql", landing)
    _write_vars(mapping / "vars.yml", landing)
    return counts


def _deliver_table(connection: Any, contract: Contract, file: Path, landing: Path) -> int:
    """Write the deliveries of one table and note them; returns its number of rows."""
    connection.execute(f"create or replace temporary view delivered as {_query(file)}")
    name = f"{contract.system}.{contract.table}"
    given = [row[0] for row in connection.execute("describe delivered").fetchall()]
    if unknown := [column for column in given if column not in contract.columns and column != "batch_date"]:
        raise MappingError(f"{file}: column {unknown[0]} is not in the contract of {name}.")
    wanted = ["batch_date", *(name for name in contract.columns if name in contract.required)]
    if missing := [name for name in wanted if name not in given]:
        raise MappingError(
            f"{file}: the query gives no column {missing[0]}, which each row of {name} must have."
        )
    version = max([contract.columns[name] for name in given if name != "batch_date"], default=1)
    columns = [name for name, since in contract.columns.items() if since <= version]
    values = [name if name in given else f"cast(null as text) as {name}" for name in columns]
    order = ", ".join(name for name in columns if name in given)
    connection.execute(
        f"create or replace temporary table numbered as select batch_date, 1 as delivery_number, "
        f"cast(row_number() over (partition by batch_date order by {order}) as integer) as row_number, "
        f"{', '.join(values)} from delivered"
    )
    _write(connection, "numbered", landing / contract.system / contract.table)
    connection.execute(
        "insert into listed select $1, $2, $3, $4, batch_date, count(*) from numbered group by batch_date",
        [contract.system, contract.table, contract.kind, version],
    )
    return _count(connection, "numbered")


def _write_manifest(connection: Any, landing: Path) -> None:
    """List all deliveries; each counts as delivered in the night after its day."""
    connection.execute(
        "create or replace temporary table manifest as "
        "select batch_date, 1 as delivery_number, cast(row_number() over (partition by batch_date "
        "order by system_name, table_name) as integer) as row_number, "
        "system_name, table_name, delivery_kind, "
        "cast(row_count as text) as row_count, cast(schema_version as text) as schema_version, "
        "strftime(batch_date + 1, '%Y-%m-%dT02:00:00Z') as delivered_at from listed"
    )
    _write(connection, "manifest", landing / "reference" / "deliveries")


def _write(connection: Any, table: str, folder: Path) -> None:
    """Write a table as one Parquet file for each batch_date."""
    folder.mkdir(parents=True, exist_ok=True)
    connection.execute(
        f"copy (select * from {table} order by batch_date, row_number) to '{_quoted(folder)}' "
        "(format parquet, partition_by (batch_date), filename_pattern 'delivery_1_{i}', overwrite_or_ignore)"
    )


def _set_aside(connection: Any, file: Path, landing: Path) -> int:
    """Write what is not delivered beside the deliveries, where no build reads it."""
    if not file.exists():
        return 0
    connection.execute(f"create or replace temporary table set_aside as {_query(file)}")
    connection.execute(f"copy set_aside to '{_quoted(landing / SET_ASIDE_FILE)}' (format parquet)")
    return _count(connection, "set_aside")


def _write_vars(file: Path, landing: Path) -> None:
    """Write dbt's vars for this folder as one line of JSON, which is YAML that any quotes can carry."""
    values = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    line = json.dumps({"landing": str(landing.resolve()), **values}, ensure_ascii=False)
    (landing / VARS_FILE).write_text(f"{line}\n", encoding="utf-8")


def _query(file: Path) -> str:
    return file.read_text(encoding="utf-8").strip().removesuffix(";")


def _count(connection: Any, table: str) -> int:
    return int(connection.execute(f"select count(*) from {table}").fetchone()[0])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def main(mapping: Path, arguments: Sequence[str]) -> int:
    """Run a mapping's command line and return the exit code."""
    parser = argparse.ArgumentParser(prog=f"python -m examples.{mapping.name}")
    parser.add_argument(
        "--from", dest="source", required=True, help="what the retailer gave: a file or pattern"
    )
    parser.add_argument("--to", dest="landing", required=True, type=Path, help="landing folder, new or empty")
    options = parser.parse_args(arguments)
    try:
        counts = deliver(mapping, options.source, options.landing)
    except (MappingError, duckdb.Error) as error:
        print(error, file=sys.stderr)
        return 1
    for name, count in counts.items():
        print(f"{count:>10,}  {name}")
    print(f'\nLoad it:  dbt build --vars "$(cat {options.landing / VARS_FILE})"')
    return 0
