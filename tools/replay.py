"""`make replay`: loads the deliveries one after another, as time passed, instead of all at once.

    python -m tools.replay [--by day|month|half-year] [--until DATE] [--landing FOLDER] [--fresh]

Each step is a build with the bound var('batch_date') at the step's end, and after it, for each day on
which a source delivered a full extract, the snapshot of that source as of that day. With the last step of a
month, the styles must answer the questions alike as of then. At the end every test runs, now with the demand
that the snapshots hold all of the history that staging derives, and the database is compared, table by table,
with one that a single build made from nothing.

The project is parsed once: a step of dbt then costs its own work alone. Exits with 1 if a step, a test or
the comparison fails.
"""

import argparse
import copy
import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb
from dbt.adapters.duckdb.connections import DuckDBConnectionManager
from dbt.cli.main import dbtRunner, dbtRunnerResult
from dbt.contracts.graph.manifest import Manifest

from tools.compare import compare
from tools.warehouse import DEFAULT_DATABASE, ROOT, database_path, landing_vars

MANIFEST = "seeds/reference/reference__deliveries.csv"
INTERVALS = ("day", "month", "half-year")
WITHOUT_TESTS = ("--exclude-resource-type", "snapshot", "test", "unit_test")


class ReplayError(Exception):
    """Why the replay cannot start or go on; its text is for the person at the keyboard."""


@dataclass(frozen=True)
class Delivery:
    """A listed delivery that has rows: what a replay needs to know of it."""

    source: str  # <system>__<table>
    batch_date: dt.date
    is_full_extract: bool


def bounds(days: Sequence[dt.date], by: str) -> list[dt.date]:
    """Return the last day of each interval in which one of the days lies, in order.

    The last interval ends with the last of the days.

    Args:
        days: the batch dates of the deliveries.
        by: one of INTERVALS.
    """
    if not days:
        return []
    ends = {_end_of(day, by) for day in days}
    return [*sorted(ends)[:-1], max(days)]


def _end_of(day: dt.date, by: str) -> dt.date:
    if by == "day":
        return day
    month = day.month if by == "month" else (6 if day.month <= 6 else 12)
    return dt.date(day.year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)


def read_deliveries(landing: Path | None, until: dt.date | None) -> list[Delivery]:
    """Return the deliveries that the manifest lists, up to a day, the empty ones left out.

    Raises:
        ReplayError: there is no manifest, or it lists nothing to load.
    """
    if landing is None:
        source = f"read_csv('{ROOT / MANIFEST}', all_varchar = true)"
    else:
        there = landing.glob("reference/deliveries/batch_date=*/*")
        suffixes = sorted({path.suffix for path in there if path.name[0] not in "._"})
        if not suffixes:
            raise ReplayError(
                f"{landing} has no manifest: expected reference/deliveries/batch_date=<date>/* in it. "
                "Name a landing folder, or leave out --landing to replay the seeds."
            )
        source = "(" + " union all by name ".join(_read(landing, suffix) for suffix in suffixes) + ")"
    with duckdb.connect() as connection:
        rows = connection.execute(
            "select system_name || '__' || table_name, cast(batch_date as date), delivery_kind = 'full' "
            f"from {source} where cast(row_count as integer) > 0 order by 2, 1"
        ).fetchall()
    deliveries = [Delivery(*row) for row in rows if until is None or row[1] <= until]
    if not deliveries:
        raise ReplayError(f"The manifest lists no delivery with rows up to {until}: choose a later day.")
    return deliveries


def _read(landing: Path, suffix: str) -> str:
    """Return the query of what the files of one kind list: a manifest may have several."""
    pattern = landing / f"reference/deliveries/batch_date=*/[!._]*{suffix}"
    reader = "read_parquet" if suffix == ".parquet" else "read_csv"
    return (
        "select system_name, table_name, batch_date, delivery_kind, cast(row_count as integer) as row_count "
        f"from {reader}('{pattern}', hive_partitioning = true, union_by_name = true)"
    )


class Replay:
    """A project, parsed once, and the database that it is replayed into."""

    def __init__(self, landing: Path | None, scratch: Path) -> None:
        self._scratch = scratch
        self._manifest: Manifest | None = None
        self._vars = landing_vars(landing)
        manifest = self._invoke("parse", vars_={}).result
        assert isinstance(manifest, Manifest)
        # dbt cannot copy a manifest that has selectors, and nothing here selects by one
        manifest.selectors = {}
        self._manifest = manifest
        self._uncompiled = {
            key: copy.deepcopy(node)
            for key, node in manifest.nodes.items()
            if key.startswith("snapshot.") or node.config.materialized == "ephemeral"
        }
        self.snapshots = {key.rpartition(".")[2] for key in manifest.nodes if key.startswith("snapshot.")}

    def build(self, bound: dt.date) -> None:
        """Load everything up to the bound, without tests and snapshots."""
        self._invoke("build", *WITHOUT_TESTS, vars_={"batch_date": bound.isoformat()})

    def snapshot(self, names: Sequence[str], day: dt.date) -> None:
        """Take snapshots of the state as of the end of a day."""
        # dbt compiles nodes in place, and an ephemeral model would stay what it was under the last bound.
        assert self._manifest is not None
        self._manifest.nodes.update(copy.deepcopy(self._uncompiled))
        self._invoke("snapshot", "--select", *names, vars_={"batch_date": day.isoformat()})

    def compare_answers(self, bound: dt.date) -> None:
        """Run the tests that the styles answer each question alike, as of the bound."""
        self._invoke("test", "--select", "test_name:answers_alike", vars_={"batch_date": bound.isoformat()})

    def test(self, bound: dt.date) -> None:
        """Run all tests, those that only a replayed database can pass included."""
        self._invoke("test", vars_={"batch_date": bound.isoformat(), "replayed": True})

    def _invoke(self, *arguments: str, vars_: dict[str, object]) -> dbtRunnerResult:
        manifest = self._manifest
        if manifest is not None and arguments[0] == "build":
            # dbt writes into it what the ref of a foreign key came to, and would refuse that next time.
            manifest = manifest.deepcopy()  # type: ignore[no-untyped-call]
        values = str({**self._vars, **vars_})
        options = [*dbt_options(self._scratch), "--vars", values]
        result = dbtRunner(manifest=manifest).invoke([*arguments, *options])
        if not result.success:
            reason = result.exception or "see above"
            raise ReplayError(f"dbt {' '.join(arguments)} with {vars_} failed: {reason}.")
        return result


def dbt_options(scratch: Path) -> list[str]:
    """Return the options of a quiet dbt that leaves the project's own target/ and logs/ alone."""
    folders = ["--target-path", str(scratch / "target"), "--log-path", str(scratch / "logs")]
    quiet = ["--quiet", "--no-write-json", "--log-level-file", "none"]
    return [*quiet, "--project-dir", str(ROOT), "--profiles-dir", str(ROOT), *folders]


def replay(deliveries: Sequence[Delivery], by: str, landing: Path | None, scratch: Path) -> dt.date:
    """Load the deliveries interval by interval, run all tests, and return the last bound.

    Raises:
        ReplayError: a step failed.
    """
    steps = bounds([delivery.batch_date for delivery in deliveries], by)
    project = Replay(landing, scratch)
    ends_of_months = {(step.year, step.month): step for step in steps[:-1]}.values()
    never_taken = set(project.snapshots)
    for previous, bound in pairwise([dt.date.min, *steps]):
        started = time.monotonic()
        project.build(bound)
        taken = 0
        for day, names in _extracts(deliveries, project.snapshots, previous, bound):
            project.snapshot(names, day)
            taken += len(names)
            never_taken -= set(names)
        if bound == steps[-1] and never_taken:
            # of sources that delivered nothing: empty, but the tests read them
            project.snapshot(sorted(never_taken), bound)
        if bound in ends_of_months:
            project.compare_answers(bound)
        print(f"{bound}  {taken} snapshots  {time.monotonic() - started:.1f} s", flush=True)
    print(f"the styles answered alike as of {len(ends_of_months)} earlier days", flush=True)
    project.test(steps[-1])
    # dbt holds the file for as long as the process lives, and its method has no annotations.
    DuckDBConnectionManager.close_all_connections()  # type: ignore[no-untyped-call]
    print("all tests pass, the snapshots hold the history of every extract", flush=True)
    return steps[-1]


def _extracts(
    deliveries: Sequence[Delivery], snapshots: set[str], after: dt.date, until: dt.date
) -> list[tuple[dt.date, list[str]]]:
    """Return the days in (after, until] with full extracts, and the snapshots that each one is for."""
    days: dict[dt.date, set[str]] = {}
    for delivery in deliveries:
        name = f"snp_{delivery.source}"
        if delivery.is_full_extract and name in snapshots and after < delivery.batch_date <= until:
            days.setdefault(delivery.batch_date, set()).add(name)
    return [(day, sorted(days[day])) for day in sorted(days)]


def build_at_once(database: Path, bound: dt.date, landing: Path | None, scratch: Path) -> None:
    """Build another database from nothing, in one go.

    Raises:
        ReplayError: the build failed.
    """
    values = {"batch_date": bound.isoformat(), **landing_vars(landing)}
    dbt = str(Path(sys.executable).with_name("dbt"))
    command = [dbt, "build", *WITHOUT_TESTS, *dbt_options(scratch), "--vars", str(values)]
    if subprocess.run(command, cwd=ROOT, env={**os.environ, "TOUCHSTONE_DB": str(database)}).returncode:
        raise ReplayError("The build from nothing, to compare with, failed: see above.")


def main(arguments: Sequence[str]) -> int:
    """Replay the deliveries, compare, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.replay")
    parser.add_argument("--by", choices=INTERVALS, default="month", help="how much each step loads")
    parser.add_argument("--until", type=dt.date.fromisoformat, metavar="DATE", help="last batch date to load")
    parser.add_argument("--landing", type=Path, metavar="FOLDER", help="files instead of the seeds")
    parser.add_argument("--fresh", action="store_true", help="delete the database first")
    options = parser.parse_args(arguments)
    database = database_path() or ROOT / DEFAULT_DATABASE
    try:
        _make_room(database, options.fresh)
        deliveries = read_deliveries(options.landing, options.until)
        with tempfile.TemporaryDirectory(prefix="replay-") as folder:
            scratch = Path(folder)
            bound = replay(deliveries, options.by, options.landing, scratch)
            at_once = scratch / "at_once.duckdb"
            build_at_once(at_once, bound, options.landing, scratch)
            count, differences = compare(database, at_once)
    except ReplayError as error:
        print(f"\nThe replay stopped. {error}", file=sys.stderr)
        return 1
    for difference in differences:
        print(difference)
    if differences:
        print(f"{len(differences)} differences from a build from nothing (right)", file=sys.stderr)
        return 1
    print(f"{count} tables hold the same rows as after one build from nothing")
    return 0


def _make_room(database: Path, fresh: bool) -> None:
    database.parent.mkdir(parents=True, exist_ok=True)
    if database.exists() and not fresh:
        raise ReplayError(
            f"{database} exists. Expected: none, for the snapshots must see the first delivery first.\n"
            "Let it be deleted (make replay ARGS=--fresh), or name another file: "
            "TOUCHSTONE_DB=/path/to/file.duckdb make replay"
        )
    for path in (database, database.with_name(f"{database.name}.wal")):
        path.unlink(missing_ok=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
