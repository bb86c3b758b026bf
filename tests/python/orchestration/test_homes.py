"""A test that reads several layers runs once, when the last of them is built."""

from typing import Any

import dagster as dg

from orchestration.homes import home_of, left_out, with_homes


def _node(kind: str, *fqn: str, parents: tuple[str, ...] = (), attached: str | None = None) -> dict[str, Any]:
    return {
        "resource_type": kind,
        "name": fqn[-1],
        "package_name": "touchstone",
        "fqn": ["touchstone", *fqn],
        "original_file_path": "/".join(fqn),
        "depends_on": {"nodes": list(parents)},
        "attached_node": attached,
        "config": {"meta": {"owner": "x"}},
    }


MANIFEST: dict[str, Any] = {
    "metadata": {"project_name": "touchstone"},
    "nodes": {
        "b": _node("model", "bronze", "b"),
        "s": _node("model", "silver", "staging", "s"),
        "t": _node("model", "silver", "staging", "t"),
        "one": _node("test", "one", parents=("b",)),
        "both": _node("test", "both", parents=("b", "t", "s")),
        "attached": _node("test", "attached", parents=("s", "t"), attached="t"),
        "backwards": _node("test", "backwards", parents=("b", "s"), attached="b"),
        "nothing": _node("test", "nothing"),
        "u": _node("model", "silver", "staging", "a_view_of_t", parents=("t",)),
        "along": _node("test", "along", parents=("t", "u")),
    },
}


def test_home_is_in_the_last_layer() -> None:
    homes = {
        name: home_of(MANIFEST["nodes"][name], MANIFEST) for name in ("one", "both", "attached", "backwards")
    }
    assert homes == {"one": "b", "both": "s", "attached": "t", "backwards": "s"}
    assert home_of(MANIFEST["nodes"]["nothing"], MANIFEST) is None


def test_home_is_what_is_built_last_within_a_layer() -> None:
    assert home_of(MANIFEST["nodes"]["along"], MANIFEST) == "u"


def test_other_steps_leave_it_out() -> None:
    assert left_out({"b"}, MANIFEST) == ["backwards", "both"]
    assert left_out({"s", "t", "u"}, MANIFEST) == []


def test_a_step_that_does_not_build_its_home_leaves_it_out() -> None:
    assert left_out({"t"}, MANIFEST) == ["along", "both"]
    assert left_out({"s"}, MANIFEST) == ["attached"]


def test_dagster_is_told_and_nothing_else_changes() -> None:
    nodes = with_homes(MANIFEST)["nodes"]
    meta = nodes["both"]["config"]["meta"]
    assert meta == {"owner": "x", "dagster": {"ref": {"name": "s", "package": "touchstone"}}}
    assert nodes["nothing"] == MANIFEST["nodes"]["nothing"]
    assert MANIFEST["nodes"]["both"]["config"] == {"meta": {"owner": "x"}}


def test_every_dbt_test_of_a_node_is_a_check(definitions: dg.Definitions, manifest: dict[str, Any]) -> None:
    read = {
        node["name"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "test" and home_of(node, manifest)
    }
    checks = {
        spec.name
        for assets in definitions.assets or ()
        if isinstance(assets, dg.AssetsDefinition)
        for spec in assets.check_specs
    }
    assert read
    assert checks - {"unit_tests"} == read
