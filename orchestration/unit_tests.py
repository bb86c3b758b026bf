"""dbt's unit tests as one check a model, which dagster-dbt leaves out."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg

CHECK = "unit_tests"

Manifest = Mapping[str, Any]
Results = Sequence[Mapping[str, Any]]


def tested_models(manifest: Manifest) -> dict[str, list[dict[str, Any]]]:
    """Return the unit tests of each model that has some, by the model's unique id."""
    tests: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for test in manifest.get("unit_tests", {}).values():
        for parent in test["depends_on"]["nodes"]:
            if manifest["nodes"].get(parent, {}).get("name") == test["model"]:
                tests[parent].append(test)
    return dict(tests)


def with_unit_tests(manifest: Manifest) -> dict[str, Any]:
    """Return the manifest with a node a tested model, by which dagster-dbt selects its unit tests."""
    nodes = dict(manifest["nodes"])
    for model, tests in tested_models(manifest).items():
        names = [f"unit_test:{test['name']}" for test in tests]
        nodes[node_id(model)] = {
            "resource_type": CHECK,
            "fqn": [" ".join(sorted(names))],
            "config": {"enabled": False},
        }
    return {**manifest, "nodes": nodes}


def node_id(model: str) -> str:
    """Return the unique id of the node that stands for a model's unit tests."""
    return f"{CHECK}.{model}"


def check_spec(key: dg.AssetKey, model: str, tests: Sequence[Mapping[str, Any]]) -> dg.AssetCheckSpec:
    """Return the check of a model's unit tests; dbt itself does not build a model that fails one."""
    names = "\n".join(f"- {test['name']}" for test in sorted(tests, key=lambda test: str(test["name"])))
    return dg.AssetCheckSpec(
        name=CHECK,
        asset=key,
        description=f"The model's unit tests, on made-up rows:\n\n{names}",
        blocking=True,
        metadata={"dagster_dbt/unique_id": node_id(model)},
    )


def check_results(
    results: Results, manifest: Manifest, keys: Mapping[str, dg.AssetKey]
) -> Iterator[dg.AssetCheckResult]:
    """Yield the check of each model whose unit tests ran.

    Args:
        results: what run_results.json says.
        manifest: dbt's manifest.
        keys: the asset of each model whose check is wanted, by the model's unique id.
    """
    ran = {result["unique_id"]: result for result in results if result["status"] != "skipped"}
    for model, tests in tested_models(manifest).items():
        found = [ran[test["unique_id"]] for test in tests if test["unique_id"] in ran]
        if model not in keys or not found:
            continue
        yield dg.AssetCheckResult(
            asset_key=keys[model],
            check_name=CHECK,
            passed=all(result["status"] == "pass" for result in found),
            metadata={"unit_tests": _table(found), **_differences(found)},
        )


def _table(results: Results) -> dg.MetadataValue:
    columns = ("unit_test", "status", "seconds")
    records = [
        dg.TableRecord(
            {
                "unit_test": result["unique_id"].rpartition(".")[2],
                "status": result["status"],
                "seconds": round(float(result["execution_time"]), 2),
            }
        )
        for result in sorted(results, key=lambda result: str(result["unique_id"]))
    ]
    schema = dg.TableSchema(columns=[dg.TableColumn(column) for column in columns])
    return dg.MetadataValue.table(records=records, schema=schema)


def _differences(results: Results) -> dict[str, dg.MetadataValue]:
    return {
        f"difference in {result['unique_id'].rpartition('.')[2]}": dg.MetadataValue.md(
            f"```\n{result['message'].strip()}\n```"
        )
        for result in results
        if result["status"] != "pass" and result["message"]
    }
