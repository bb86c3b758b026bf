"""The definitions hold every dbt node once, in its layer, and loading them touches no database."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.layers import LAYERS, layer_of, present_layers
from orchestration.project import is_stale
from tools.warehouse import ROOT


def _names(manifest: dict[str, Any], folder: str = "") -> set[str]:
    """Return what dbt builds from a folder; an ephemeral model is a part of what reads it."""
    return {
        str(node["name"])
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("seed", "model", "snapshot")
        and node["config"]["materialized"] != "ephemeral"
        and node["original_file_path"].startswith(folder)
    }


def test_definitions_are_loadable(definitions: dg.Definitions) -> None:
    dg.Definitions.validate_loadable(definitions)


def test_every_seed_model_and_snapshot_is_an_asset(
    definitions: dg.Definitions, manifest: dict[str, Any]
) -> None:
    assets = {key.path[-1] for key in definitions.resolve_asset_graph().get_all_asset_keys()}
    assert assets == _names(manifest)
    assert {path.stem for path in ROOT.glob("seeds/*/*.csv")} < assets


def test_assets_are_grouped_by_layer(definitions: dg.Definitions, manifest: dict[str, Any]) -> None:
    graph = definitions.resolve_asset_graph()
    groups: dict[str, set[str]] = {}
    for key in graph.get_all_asset_keys():
        asset = graph.get(key)
        assert key.path[0] == asset.tags["layer"]
        assert {"dbt", "duckdb"} < asset.kinds
        assert asset.owners
        groups.setdefault(asset.group_name, set()).add(key.path[-1])
    folders = {"landing": "seeds/", "snapshots": "snapshots/"} | {
        layer.group: f"models/{'/'.join(layer.fqn)}/" for layer in LAYERS if layer.fqn
    }
    present = {group: _names(manifest, folder) for group, folder in folders.items()}
    assert groups == {group: names for group, names in present.items() if names}
    assert {"landing", "bronze", "silver_staging"} <= set(groups)


def test_every_asset_has_the_same_days(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    days = {graph.get(key).partitions_def for key in graph.get_all_asset_keys()}
    assert len(days) == 1
    policies = {graph.get(key).backfill_policy for key in graph.get_all_asset_keys()}
    assert policies == {dg.BackfillPolicy.single_run()}


def test_what_people_read_has_a_freshness_policy(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    for key in graph.get_all_asset_keys():
        asset = graph.get(key)
        is_gold = (asset.group_name or "").startswith("gold_")
        assert (asset.freshness_policy is not None) == is_gold, key


def test_unit_tests_are_one_check_a_model(definitions: dg.Definitions, manifest: dict[str, Any]) -> None:
    graph = definitions.resolve_asset_graph()
    checks = {key.asset_key.path[-1] for key in graph.asset_check_keys if key.name == "unit_tests"}
    assert checks == {test["model"] for test in manifest["unit_tests"].values()}
    spec = graph.get_check_spec(dg.AssetCheckKey(dg.AssetKey(["kimball", "fct_order_lines"]), "unit_tests"))
    assert spec.blocking


def test_automation_is_there(definitions: dg.Definitions) -> None:
    assert {sensor.name: sensor.default_status for sensor in definitions.sensors or ()} == {
        "new_deliveries": dg.DefaultSensorStatus.STOPPED,
        "alert_on_failure": dg.DefaultSensorStatus.RUNNING,
    }
    assert [schedule.name for schedule in definitions.schedules or ()] == ["daily"]
    assert definitions.resolve_job_def("build_warehouse").partitions_def is not None


def test_each_layer_is_one_step(definitions: dg.Definitions) -> None:
    steps = {
        frozenset(key.path[0] for key in assets.keys)
        for assets in definitions.assets or ()
        if isinstance(assets, dg.AssetsDefinition)
    }
    assert all(len(step) == 1 for step in steps)
    assert {"landing", "bronze", "staging"} <= {next(iter(step)) for step in steps}


def test_dbt_tests_are_checks_and_errors_block(definitions: dg.Definitions) -> None:
    specs = [spec for checks in definitions.assets or () for spec in getattr(checks, "check_specs", ())]
    grain = [spec for spec in specs if spec.name.startswith("grain_stg_delivery_accounts")]
    assert [(spec.asset_key.path, spec.blocking) for spec in grain] == [
        (["staging", "stg_delivery_accounts"], True)
    ]


def test_every_test_waits_for_all_that_it_reads(definitions: dg.Definitions) -> None:
    job = definitions.resolve_job_def("build_warehouse").graph
    reads = {
        invocation.name: {step.node for found in inputs.values() for step in found.get_node_dependencies()}
        for invocation, inputs in job.dependencies.items()
    }
    behind: dict[str, set[str]] = {}
    for step in (node.name for node in job.nodes_in_topological_order):
        behind[step] = reads[step].union(*(behind[before] for before in reads[step]))
    builds = {
        key: assets.op.name
        for assets in definitions.assets or ()
        if isinstance(assets, dg.AssetsDefinition)
        for key in assets.keys
    }
    early = {
        (spec.name, dep.asset_key.to_user_string())
        for assets in (*(definitions.assets or ()), *(definitions.asset_checks or ()))
        if isinstance(assets, dg.AssetsDefinition)
        for spec in assets.check_specs
        for dep in spec.additional_deps
        if builds[dep.asset_key] not in {assets.op.name, *behind[assets.op.name]}
    }
    assert not early
    assert {"dbt_vault_marts", "dbt_kimball"} <= behind["compare_vault_marts"]


def test_table_names_and_systems_are_shown(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    orders = graph.get(dg.AssetKey(["staging", "qrn_shop__orders"]))
    assert orders.metadata["dagster/table_name"].endswith(".quarantine.qrn_shop__orders")
    assert orders.tags["system"] == "shop"
    assert orders.description
    assert "dagster/code_references" in orders.metadata


def test_loading_opens_no_database(tmp_path: Path) -> None:
    database = tmp_path / "absent" / "touchstone.duckdb"
    code = (
        "import sys; from orchestration.definitions import defs; defs(); "
        "sys.exit('great_expectations' in sys.modules)"
    )
    environment = {**os.environ, "TOUCHSTONE_DB": str(database)}
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=False)
    assert done.returncode == 0
    assert not database.parent.exists()


def test_definitions_load_in_no_more_than_three_times_what_dagster_takes(definitions: dg.Definitions) -> None:
    assert definitions  # with a manifest that is up to date
    # in one process, so that a slow or a busy machine is slow for both; alone it takes about twice as long
    code = (
        "import time, dagster, dagster_dbt; alone = time.process_time(); "
        "from orchestration.definitions import defs; defs().resolve_asset_graph(); "
        "print(time.process_time() / alone)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert float(done.stdout) < 3


def test_a_node_outside_the_layers_is_an_error_that_names_it() -> None:
    node = {
        "name": "thing",
        "resource_type": "model",
        "fqn": ["touchstone", "misc", "thing"],
        "original_file_path": "models/misc/thing.sql",
    }
    with pytest.raises(LookupError, match=r"models/misc/thing\.sql: thing is in no layer"):
        layer_of(node)


def test_an_empty_layer_is_absent() -> None:
    node = {"resource_type": "model", "fqn": ["touchstone", "gold", "kimball", "dim_product"]}
    assert [layer.name for layer in present_layers({"nodes": {"a": node}})] == ["kimball"]
    assert len({layer.select for layer in LAYERS}) == len(LAYERS)


def test_a_manifest_is_stale_when_a_file_is_newer_or_gone(tmp_path: Path) -> None:
    model = tmp_path / "models" / "bronze" / "a.sql"
    model.parent.mkdir(parents=True)
    for path in (model, tmp_path / "dbt_project.yml", tmp_path / "profiles.yml"):
        path.touch()
    manifest = tmp_path / "manifest.json"
    assert is_stale(manifest, tmp_path)
    manifest.touch()
    later = manifest.stat().st_mtime_ns + 10**9
    os.utime(manifest, ns=(later, later))
    assert not is_stale(manifest, tmp_path)
    os.utime(model, ns=(later + 1, later + 1))
    assert is_stale(manifest, tmp_path)
    model.unlink()
    os.utime(model.parent, ns=(later + 1, later + 1))
    assert is_stale(manifest, tmp_path)
