"""The project on another engine than DuckDB, and what DuckDB holds, to compare the two.

The fixtures are those of each engine's tests: their conftest.py imports them.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.python.warehouse.dbt_runner import Project
from tools import parity
from tools.build import main as build
from tools.land import land
from tools.parity import Column, Digest
from tools.warehouse import database_path

MANIFEST = "reference__deliveries"
# A sale without a rate is refused by its contract.
NEVER_LATE = ("finance", "reference")

Held = tuple[Mapping[str, Mapping[str, Column]], Mapping[str, Digest]]


@dataclass(frozen=True)
class Elsewhere:
    """The project's database on the engine that tools.parity calls `place`, and what is landed in it."""

    project: Project
    scratch: Path
    place: str

    def land(self, landing: Path) -> None:
        """Land a folder of deliveries."""
        assert land(yaml.safe_dump({"landing": str(landing)}), self.scratch / "landing") == 0

    def build(self, *arguments: str, batch_date: str | None = None) -> None:
        """Run `dbt build`; AssertionError with the messages of what failed."""
        variables = yaml.safe_dump({"batch_date": batch_date})
        outcome = self.project.invoke(self.scratch / "none", ["build", "--vars", variables, *arguments])
        assert outcome.exception is None, outcome.exception
        failed = [
            f"{result.node.name}: {result.message}"
            for result in outcome.result
            if result.status in ("error", "fail", "warn", "skipped")
        ]
        assert not failed, "\n".join(failed)

    def unlike(self, held: Held, *only: str) -> list[str]:
        """Return what differs between the warehouse on DuckDB and this one."""
        columns, on_duckdb = held
        there: Mapping[str, Mapping[str, Column]]
        with parity.opened(self.place) as opened:
            there = parity.relations(opened)
            found = parity.digests(opened, columns, only)
        here, there = ({name: every[name] for name in only or every} for every in (columns, there))
        return parity.differences(here, there, on_duckdb, found)


@pytest.fixture(scope="module")
def on_duckdb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The warehouse that `make build` has made of the seeds; it is made where there is none."""
    scratch = tmp_path_factory.mktemp("on_duckdb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHSTONE_TARGET", "duckdb")
        database = database_path()
        assert database is not None
        if not database.exists():
            assert build(["--target-path", str(scratch)]) == 0
    return database


@pytest.fixture(scope="module")
def held(on_duckdb: Path) -> Held:
    """The columns and digests of that warehouse."""
    with parity.opened(str(on_duckdb)) as database:
        columns = parity.relations(database)
        return columns, parity.digests(database, columns)


@pytest.fixture(scope="module")
def deliveries(on_duckdb: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Write the deliveries of the seeds that a condition chooses into the landing folder, and no other."""
    folder = tmp_path_factory.mktemp("deliveries")

    def write(condition: str) -> Path:
        shutil.rmtree(folder)
        with duckdb.connect(str(on_duckdb), read_only=True) as opened:
            found = opened.execute("select source_name from landing.source_contracts").fetchall()
            for (name,) in found:
                system, table = name.split("__")
                (folder / system).mkdir(parents=True, exist_ok=True)
                chosen = "true" if system in NEVER_LATE else condition
                if name == MANIFEST:
                    chosen = f"{condition} or system_name in {NEVER_LATE}"
                opened.execute(
                    f"copy (select * from landing.{name} where {chosen}) to '{folder / system / table}' "
                    "(format parquet, partition_by (batch_date))"
                )
        return folder

    return write
