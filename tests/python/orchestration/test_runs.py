"""Runs build and check; days in any order end in the same rows; failures say what and where."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest
from dagster import ExecuteInProcessResult
from dagster_dbt import DbtCliResource

from orchestration import steps
from orchestration.dbt import WarehouseDbt
from orchestration.homes import home_of
from orchestration.layers import layer_of
from orchestration.quality.__main__ import main as quality
from orchestration.quality.suites import load_suites
from tools.turns import only_writer
from tools.warehouse import ROOT

LAST_DAY = "2025-12-31"
JOB = "build_warehouse"

# Rates from the extract to staging: three layers, few tables, and no test that reads others.
RATES = [
    dg.AssetKey(path)
    for path in (
        ["landing", "finance__fx_rates"],
        ["landing", "reference__deliveries"],
        ["bronze", "brz_finance__fx_rates"],
        ["bronze", "brz_reference__deliveries"],
        ["staging", "chk_finance__fx_rates"],
    )
]

# A dimension from the extract to gold, the last table of the rates, the manifest, which suites read, and a
# history that a test compares with a snapshot.
CHOSEN = ("dim_category", "chk_finance__fx_rates", "brz_reference__deliveries", "stg_erp__suppliers_history")

# What the ledger plants and a suite flags; nothing else is flagged, and nothing of it stops a run.
PLANTED = {
    ("brz_erp__suppliers", "gx_no_extract_is_empty"),  # empty_full_extract
    ("brz_shop__payments", "gx_no_delivery_comes_twice"),  # delivery_sent_twice
}


def _needed(manifest: dict[str, Any], *names: str) -> list[dg.AssetKey]:
    """Return the assets with all that they, and the tests of these, read."""
    nodes = manifest["nodes"]
    ids = {n["name"]: key for key, n in nodes.items() if n["resource_type"] in ("seed", "model", "snapshot")}
    tests = [node for node in nodes.values() if node["resource_type"] == "test"]
    homes = [(home_of(test, manifest), test["depends_on"]["nodes"]) for test in tests]
    found: set[str] = set()
    waiting = [ids[name] for name in names]
    while waiting:
        key = waiting.pop()
        if key not in found and key in ids.values():
            found.add(key)
            waiting.extend(nodes[key]["depends_on"].get("nodes", []))
            waiting.extend(parent for home, parents in homes if home == key for parent in parents)
    shown = [nodes[key] for key in found if nodes[key]["config"]["materialized"] != "ephemeral"]
    return [dg.AssetKey([layer_of(node).name, node["name"]]) for node in shown]


@pytest.fixture(scope="module")
def instance() -> Iterator[dg.DagsterInstance]:
    with dg.instance_for_test() as instance:
        yield instance


@pytest.fixture(scope="module")
def built(
    definitions: dg.Definitions,
    manifest: dict[str, Any],
    instance: dg.DagsterInstance,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[ExecuteInProcessResult, Path]]:
    """Return a run of what a dimension needs, from landing to gold, up to the last day; and its database."""
    database = tmp_path_factory.mktemp("built") / "touchstone.duckdb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHSTONE_DB", str(database))
        yield (
            _run(
                definitions,
                instance,
                LAST_DAY,
                selection=_needed(manifest, *CHOSEN),
            ),
            database,
        )


def _run(
    definitions: dg.Definitions,
    instance: dg.DagsterInstance,
    day: str | None,
    selection: list[dg.AssetKey] | None = None,
    tags: dict[str, str] | None = None,
) -> ExecuteInProcessResult:
    return definitions.resolve_job_def(JOB).execute_in_process(
        instance=instance, partition_key=day, asset_selection=selection, tags=tags, raise_on_error=False
    )


def _failure(result: ExecuteInProcessResult) -> str:
    return "\n".join(str(event.event_specific_data) for event in result.all_events if event.is_failure)


def _assert_built_and_checked(
    definitions: dg.Definitions, result: ExecuteInProcessResult, keys: set[dg.AssetKey]
) -> None:
    """Assert that each asset was built, each of its checks evaluated, and only what is planted failed."""
    assert result.success, _failure(result)
    built = {event.asset_key: event.materialization for event in result.get_asset_materialization_events()}
    assert set(built) == keys
    assert {event.partition for event in built.values()} == {LAST_DAY}
    checks = result.get_asset_check_evaluations()
    every = definitions.resolve_asset_graph().asset_check_keys
    assert {check.asset_check_key for check in checks} == {key for key in every if key.asset_key in keys}
    failed = {(check.asset_key.path[-1], check.check_name) for check in checks if not check.passed}
    assert failed == {(table, name) for table, name in PLANTED if table in {key.path[-1] for key in keys}}


def test_what_a_dimension_needs_is_built_and_checked(
    definitions: dg.Definitions, manifest: dict[str, Any], built: tuple[ExecuteInProcessResult, Path]
) -> None:
    result, _ = built
    keys = set(_needed(manifest, *CHOSEN))
    _assert_built_and_checked(definitions, result, keys)
    assert {"landing", "bronze", "staging", "inmon", "kimball"} <= {key.path[0] for key in keys}
    events = {event.asset_key: event.materialization for event in result.get_asset_materialization_events()}
    metadata = events[dg.AssetKey(["kimball", "dim_category"])].metadata
    assert int(str(metadata["dagster/row_count"].value)) > 10
    columns = metadata["dagster/column_schema"]
    assert isinstance(columns, dg.TableSchemaMetadataValue)
    assert all(column.description for column in columns.schema.columns)


@pytest.mark.soak
def test_the_whole_graph_is_built_and_checked(
    definitions: dg.Definitions, instance: dg.DagsterInstance, database: Path
) -> None:
    result = _run(definitions, instance, LAST_DAY)
    _assert_built_and_checked(
        definitions, result, set(definitions.resolve_asset_graph().get_all_asset_keys())
    )
    assert database.exists()


def test_a_step_opens_no_adapter(definitions: dg.Definitions) -> None:
    dbt = (definitions.resources or {})["dbt"]
    assert isinstance(dbt, WarehouseDbt)
    assert str(dbt._cli_version) == version("dbt-core")
    assert dbt._initialize_dbt_core_adapter([]) is None
    # what they replace, by the names that dagster-dbt calls them
    assert {"_cli_version", "_initialize_dbt_core_adapter"} <= set(vars(DbtCliResource))


def test_the_database_is_free_afterwards(built: tuple[ExecuteInProcessResult, Path]) -> None:
    _, database = built
    # From another process, for this one might share a connection that it still has.
    code = f"import duckdb; duckdb.connect({str(database)!r}).execute('select 1')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_artefacts_of_the_newest_runs_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # in a folder of its own: runs of other tests come and go in the project's
    monkeypatch.setattr(steps, "ARTEFACTS", tmp_path)
    for number in range(13):
        made = steps._target_folder(f"run {number}")
        os.utime(made, (number, number))
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")  # as one that another run removes meanwhile
    assert steps._target_folder("run 13").is_dir()
    assert {path.name for path in tmp_path.iterdir() if path.is_dir()} == {
        f"run {number}" for number in range(4, 14)
    }


def test_the_suites_run_without_dagster_too(
    built: tuple[ExecuteInProcessResult, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TOUCHSTONE_DB", str(built[1]))
    there = {
        event.asset_key.path[-1] for event in built[0].get_asset_materialization_events() if event.asset_key
    }
    suites = [suite for suite in load_suites() if suite.table in there]
    monkeypatch.setattr("orchestration.quality.__main__.load_suites", lambda: suites)
    page = tmp_path / "page.html"
    assert quality(["--layer", "bronze", "--page", str(page)]) == 0
    planted = [f"{table} {check.removeprefix('gx_')}: 1 rows" for table, check in PLANTED if table in there]
    said = capsys.readouterr().out
    assert all(line in said for line in planted)
    assert page.exists()
    assert quality(["--table", "brz_erp__suppliers", "--page", str(page)]) == 0
    said = capsys.readouterr().out
    assert [line for line in said.splitlines() if "brz_erp__suppliers" not in line] == said.splitlines()[-1:]
    assert quality(["--table", "coffee"]) == 2
    assert "No suite is of coffee" in capsys.readouterr().err


@pytest.fixture
def copied(
    built: tuple[ExecuteInProcessResult, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Return a copy of the built database, to be broken, on which dbt and Dagster work."""
    database = tmp_path / "touchstone.duckdb"
    shutil.copy(built[1], database)
    monkeypatch.setenv("TOUCHSTONE_DB", str(database))
    return database


def test_a_failing_test_shows_its_rows_and_stops_what_is_behind_it(
    definitions: dg.Definitions,
    instance: dg.DagsterInstance,
    copied: Path,
) -> None:
    table = "bronze.brz_erp__categories"
    with duckdb.connect(str(copied)) as connection:
        connection.execute(f"insert into {table} by name from {table} order by all limit 2")
    behind = dg.AssetKey(["staging", "chk_erp__categories"])
    result = _run(definitions, instance, LAST_DAY, [dg.AssetKey(table.split(".")), behind])
    assert not result.success
    [failed] = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert failed.check_name.startswith("grain_brz_erp__categories")
    rows = failed.metadata["failing_rows"]
    assert isinstance(rows, dg.TableMetadataValue)
    assert len(rows.records) == 2
    assert "batch_date" in rows.records[0].data
    assert behind not in {event.asset_key for event in result.get_asset_materialization_events()}
    assert "grain_brz_erp__categories" in _failure(result)


def test_a_comparison_of_layers_shows_what_differs(
    definitions: dg.Definitions,
    instance: dg.DagsterInstance,
    copied: Path,
) -> None:
    with duckdb.connect(str(copied)) as connection:
        connection.execute("delete from snapshots.snp_erp__suppliers where dbt_valid_to > '2026-01-01'")
    result = _run(definitions, instance, LAST_DAY, [dg.AssetKey(["staging", "stg_erp__suppliers_history"])])
    [failed] = [event for event in result.all_events if event.is_step_failure]
    assert failed.step_key == "compare_staging"
    [check] = [check for check in result.get_asset_check_evaluations() if not check.passed]
    assert check.check_name.startswith("holds_the_history_of_snp_erp__suppliers")
    rows = check.metadata["failing_rows"]
    assert isinstance(rows, dg.TableMetadataValue)
    assert rows.records
    assert "holds_the_history_of_snp_erp__suppliers" in _failure(result)


def test_days_in_any_order_end_in_the_rows_of_one_build(
    definitions: dg.Definitions,
    instance: dg.DagsterInstance,
    built: tuple[ExecuteInProcessResult, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    database = tmp_path / "touchstone.duckdb"
    monkeypatch.setenv("TOUCHSTONE_DB", str(database))
    span = {
        "dagster/asset_partition_range_start": "2024-02-01",
        "dagster/asset_partition_range_end": "2024-02-29",
    }
    # a backfill as one run, the last day, and a day again that both have loaded
    counts = []
    for day, tags, selection in (
        (None, span, RATES),
        (LAST_DAY, {}, RATES[2:]),
        ("2024-02-15", {}, RATES[2:]),
    ):
        result = _run(definitions, instance, day, selection, tags)
        assert result.success, _failure(result)
        events = result.get_asset_materialization_events()
        loaded = {event.partition for event in events if event.asset_key == RATES[4]}
        assert len(loaded) == (29 if day is None else 1)
        with duckdb.connect(str(database), read_only=True) as connection:
            found = "select count(*), cast(max(batch_date) as varchar) from staging.chk_finance__fx_rates"
            counts.extend(connection.execute(found).fetchall())
    assert counts[0][1] == "2024-02-29"
    assert counts[0][0] < counts[1][0] == counts[2][0]
    tables = [
        "staging.chk_finance__fx_rates",
        "bronze.brz_finance__fx_rates",
        "bronze.brz_reference__deliveries",
    ]
    assert _rows(database, tables) == _rows(built[1], tables)


def _rows(database: Path, tables: list[str]) -> list[list[tuple[object, ...]]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return [
            connection.execute(
                f"select * exclude (audit_loaded_at, audit_invocation_id) from {table} order by all"
            ).fetchall()
            for table in tables
        ]


def test_unit_tests_run_by_themselves(
    definitions: dg.Definitions,
    manifest: dict[str, Any],
    instance: dg.DagsterInstance,
    built: tuple[ExecuteInProcessResult, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TOUCHSTONE_DB", str(built[1]))
    tested = {test["model"] for test in manifest["unit_tests"].values()}
    asset = min(key for key in _needed(manifest, *CHOSEN) if key.path[-1] in tested)
    key = dg.AssetCheckKey(asset, "unit_tests")
    job = dg.define_asset_job("only_checks", selection=dg.AssetSelection.checks(key))
    resolved = dg.Definitions.merge(definitions, dg.Definitions(jobs=[job])).resolve_job_def("only_checks")
    result = resolved.execute_in_process(instance=instance, raise_on_error=False)
    assert result.success, _failure(result)
    [check] = result.get_asset_check_evaluations()
    assert check.asset_check_key == key
    assert check.passed
    table = check.metadata["unit_tests"]
    assert isinstance(table, dg.TableMetadataValue)
    assert table.records


def test_a_refused_delivery_says_what_is_wrong(
    definitions: dg.Definitions, instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOUCHSTONE_DB", str(tmp_path / "touchstone.duckdb"))
    monkeypatch.setenv("TOUCHSTONE_LANDING", str(tmp_path / "absent"))
    result = _run(definitions, instance, "2024-02-01", RATES[:2])
    assert not result.success
    assert "absent' is no folder with files" in _failure(result)


def test_a_reader_that_stays_is_named(
    definitions: dg.Definitions, instance: dg.DagsterInstance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "touchstone.duckdb"
    duckdb.connect(str(database)).close()
    monkeypatch.setenv("TOUCHSTONE_DB", str(database))
    code = (
        f"import duckdb; reader = duckdb.connect({str(database)!r}, read_only=True)\n"
        "print('reading', flush=True); input()"
    )
    reader = subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "reading\n"
    try:
        result = _run(definitions, instance, LAST_DAY, RATES[:2])
    finally:
        reader.kill()
        reader.wait()
    assert not result.success
    assert f"(PID {reader.pid})" in _failure(result)
    assert f"{database} is in use by" in _failure(result)


def test_a_build_in_a_shell_waits_for_a_run(tmp_path: Path) -> None:
    code = (
        "import pathlib, tools.turns as turns; turns.PATIENCE = 0.1\n"
        "import tools.build as build, sys\n"
        "build.only_writer.__wrapped__.__defaults__ = (0.1,)\n"
        "sys.exit(build.main(['--select', 'reference__currencies']))"
    )
    database = tmp_path / "touchstone.duckdb"
    with only_writer(database, _Silent()):
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "TOUCHSTONE_DB": str(database)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert f"Waiting for another run that is using {database}" in done.stderr
    assert "was in use by another run" in done.stderr


class _Silent:
    def warning(self, msg: object) -> None:
        """Say nothing."""
