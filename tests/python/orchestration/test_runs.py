"""A run materializes what was selected, and the database is free afterwards."""

import logging
import subprocess
import sys
import threading
from pathlib import Path

import dagster as dg
import duckdb
import pytest
from filelock import FileLock

from orchestration.steps import only_writer

SELECTION = [
    dg.AssetKey(["landing", "reference__currencies"]),
    dg.AssetKey(["landing", "reference__deliveries"]),
    dg.AssetKey(["bronze", "brz_reference__currencies"]),
    dg.AssetKey(["bronze", "brz_reference__deliveries"]),
]


def test_a_run_builds_its_selection_and_frees_the_database(
    definitions: dg.Definitions, database: Path
) -> None:
    job = definitions.resolve_implicit_global_asset_job_def()
    with dg.instance_for_test() as instance:
        result = job.execute_in_process(instance=instance, asset_selection=SELECTION)
        assert result.success
        built = {
            event.asset_key: event.materialization for event in result.get_asset_materialization_events()
        }
        assert set(built) == set(SELECTION)
        rows = built[SELECTION[2]].metadata["dagster/row_count"].value
        assert "dagster/column_schema" in built[SELECTION[2]].metadata
        checks = result.get_asset_check_evaluations()
        assert checks
        assert all(check.passed for check in checks)

    # From another process, for this one might share a connection that it still has.
    query = "select count(*) from bronze.brz_reference__currencies"
    code = f"import duckdb; print(duckdb.connect({str(database)!r}).sql({query!r}).fetchall()[0][0])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, str(rows)), done.stderr
    with duckdb.connect(str(database)) as connection:
        schemas = connection.sql("select distinct schema_name from duckdb_tables() order by 1").fetchall()
    assert schemas == [("bronze",), ("landing",)]


def test_a_step_waits_for_another_and_then_goes_on(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    database = tmp_path / "w.duckdb"
    other = FileLock(f"{database}.lock", thread_local=False)
    other.acquire()
    timer = threading.Timer(0.5, other.release)
    timer.start()
    with caplog.at_level(logging.WARNING), only_writer(database, logging.getLogger("test"), patience=30):
        assert not timer.is_alive() or not other.is_locked
    assert f"using {database}" in caplog.text
    timer.join()


def test_a_step_gives_up_with_the_name_of_the_database(tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    with (
        FileLock(f"{database}.lock"),
        pytest.raises(TimeoutError, match=r"w\.duckdb was in use by another run for 0\.1 seconds"),
        only_writer(database, logging.getLogger("test"), patience=0.1),
    ):
        raise AssertionError("two writers at once")


def test_the_turn_passes_on_after_an_error(tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), only_writer(database, logging.getLogger("test"), patience=0):
            raise ZeroDivisionError


def test_other_engines_take_no_turns(tmp_path: Path) -> None:
    with only_writer(None, logging.getLogger("test")), only_writer(None, logging.getLogger("test")):
        assert list(tmp_path.iterdir()) == []
