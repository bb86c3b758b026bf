"""A test that reads several layers runs once, when the last of them is built."""

from typing import Any

import dagster as dg

from orchestration.homes import compared_in, comparisons, home_of, homed_in, left_out, with_homes
from orchestration.layers import LAYERS


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
        "s": _node("model", "silver", "staging", "s", parents=("b",)),
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

# Two styles on one ground, and a layer on one of the two.
STYLES: dict[str, Any] = {
    "metadata": {"project_name": "touchstone"},
    "nodes": {
        "s": _node("model", "silver", "staging", "s"),
        "v": _node("model", "silver", "vault", "v", parents=("s",)),
        "k": _node("model", "gold", "kimball", "k", parents=("s",)),
        "m": _node("model", "gold", "vault_marts", "m", parents=("v",)),
        "on_what_it_reads": _node("test", "on_what_it_reads", parents=("m", "s")),
        "against_the_star": _node("test", "against_the_star", parents=("m", "k"), attached="m"),
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


def test_layers_of_which_none_is_built_on_the_other_are_compared_behind_both() -> None:
    marts = next(layer for layer in LAYERS if layer.name == "vault_marts")
    assert comparisons(STYLES) == {"against_the_star"}
    assert compared_in(marts, STYLES) == [("against_the_star", "m")]
    assert homed_in(marts, STYLES) == [("on_what_it_reads", "m")]
    assert left_out({"m"}, STYLES) == ["against_the_star"]
    assert left_out({"k"}, STYLES) == ["against_the_star"]
    assert comparisons(MANIFEST) == set()


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
        for assets in (*(definitions.assets or ()), *(definitions.asset_checks or ()))
        if isinstance(assets, dg.AssetsDefinition)
        for spec in assets.check_specs
        if "dagster_dbt/unique_id" in spec.metadata
    }
    assert read
    assert checks - {"unit_tests"} == read
