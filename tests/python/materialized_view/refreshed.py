"""Databases with the materialized views of the fixture project, and inputs that tests write as they like."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import duckdb

from tests.python.warehouse.dbt_runner import DATABASE_FILE, Project

FIXTURE = Path(__file__).parent / "project"

# Views that hold the rows of their query after every run; those that a test keeps from it, the test names.
VIEWS = ("countries", "daily_returns", "daily_sales", "net_sales", "running_sales", "totals")

# Common SQL: the same rows on every engine.
INPUTS = """
create schema input;

-- every write gives its rows a greater audit_loaded_at than any row had before
create table input.clock as select timestamp '2024-01-08 00:00:00' as now;
create table input.sales (
    sale_id integer, day date, shop varchar, product integer, amount decimal(18, 2),
    changed_in_batch_date date, audit_loaded_at timestamp
);
insert into input.sales
select
    number, date '2024-01-01' + cast((number - number % 10) / 10 as integer),
    case number % 4 when 0 then 'a' when 1 then 'b' when 2 then 'c' end,
    number % 3, number % 120, date '2024-01-07', timestamp '2024-01-08 00:00:00'
from (select cast(value as integer) as number from generate_series(0, 59) as numbers (value)) as numbers;

-- rows change without a trace
create table input.returns (return_id integer, day date, shop varchar, amount decimal(18, 2));
insert into input.returns
select
    number, date '2024-01-02' + cast((number - number % 5) / 5 as integer),
    case number % 3 when 0 then 'a' when 1 then 'b' end, number % 4
from (select cast(value as integer) as number from generate_series(0, 19) as numbers (value)) as numbers;

create table input.shops (shop varchar, country varchar);
insert into input.shops values ('a', 'DE'), ('b', 'FR'), ('d', 'DE');
"""


@dataclass(frozen=True)
class Refresh:
    """What came of one view in a run: `way` is skip, incremental or full, or dbt's status if it failed."""

    way: str
    message: str

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class Refreshed:
    """A database with inputs and materialized views, in a folder of its own."""

    project: Project
    folder: Path

    @classmethod
    def with_inputs(cls, project: Project, folder: Path) -> Self:
        """Make a database that has the inputs and nothing else."""
        made = cls(project, folder)
        folder.mkdir(parents=True, exist_ok=True)
        made.write(INPUTS)
        return made

    def copy(self, folder: Path) -> Self:
        """Copy the database into another folder."""
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(self.database, folder / DATABASE_FILE)
        return type(self)(self.project, folder)

    @property
    def database(self) -> Path:
        """The DuckDB file."""
        return self.folder / DATABASE_FILE

    def write(self, *statements: str) -> None:
        """Run statements on the database."""
        with duckdb.connect(str(self.database)) as connection:
            for statement in statements:
                connection.execute(statement)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        with duckdb.connect(str(self.database), read_only=True) as connection:
            rows: list[tuple[Any, ...]] = connection.execute(sql).fetchall()
            return rows

    def refresh(self, *views: str, definition: int = 0, options: Sequence[str] = ()) -> dict[str, Refresh]:
        """Run dbt on the views (all of VIEWS if none is named) and return what came of each one.

        What a view reads of this project is built before it where its name is led by a plus.
        """
        return {name: refresh for name, (refresh, _) in self._run(views, definition, options).items()}

    def refresh_and_compare(
        self, *views: str, definition: int = 0, options: Sequence[str] = ()
    ) -> dict[str, Refresh]:
        """Refresh, and fail if a view was not refreshed or does not hold the rows of its query."""
        done = self._run(views, definition, options)
        compared = []
        for name, (refresh, query) in done.items():
            assert query, f"{name}: {refresh.message}"
            view = f"select * from serving.{name}"
            compared.append(
                f"(with computed as ({query}\n) select '{name}' as name,"
                f" (select count(*) from (select * from computed except all {view}) as missing) as missing,"
                f" (select count(*) from ({view} except all select * from computed) as surplus) as surplus)"
            )
        for name, missing, surplus in self.query(" union all ".join(compared)):
            assert (missing, surplus) == (0, 0), (
                f"{name}, {done[name][0].message}: {missing} rows missing, {surplus} surplus"
            )
        return {name: refresh for name, (refresh, _) in done.items()}

    def refresh_all(self) -> dict[str, Refresh]:
        """Run dbt on all materialized views of the project."""
        done = self._invoke(["--select", "config.materialized:materialized_view"])
        return {name: refresh for name, (refresh, _) in done.items()}

    def test_status(self) -> str:
        """Run the project's only data test, that of staleness, and return pass, warn or fail."""
        outcome = self.project.invoke(self.database, ["test"])
        (result,) = (result for result in outcome.result if result.node.resource_type == "test")
        return str(result.status)

    def _run(
        self, views: Sequence[str], definition: int, options: Sequence[str]
    ) -> dict[str, tuple[Refresh, str | None]]:
        selected = views or VIEWS
        return self._invoke(["--select", *selected, "--vars", f"{{definition: {definition}}}", *options])

    def _invoke(self, options: Sequence[str]) -> dict[str, tuple[Refresh, str | None]]:
        outcome = self.project.invoke(self.database, ["run", *options])
        assert outcome.result is not None, outcome.exception
        done: dict[str, tuple[Refresh, str | None]] = {}
        for result in outcome.result:
            node = result.node
            if node.resource_type == "model" and node.config.materialized == "materialized_view":
                is_done = result.status == "success"
                way = result.adapter_response["code"] if is_done else str(result.status)
                done[node.name] = (Refresh(way, result.message), node.compiled_code if is_done else None)
        return done
