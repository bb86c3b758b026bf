"""Which suite belongs to which dbt node, by the manifest."""

from collections.abc import Mapping, Sequence
from typing import Any

from orchestration.layers import layer_of
from orchestration.quality.suites import Suite, SuiteError


def suites_of(suites: Sequence[Suite], manifest: Mapping[str, Any]) -> list[Suite]:
    """Return the suites whose layer has nodes: those of a style that was deleted have nothing to say.

    Raises:
        SuiteError: a suite is for a table that its layer does not have.
    """
    layers = {name: layer_of(node).name for name, node in _nodes(manifest).items()}
    present = [suite for suite in suites if suite.layer in layers.values()]
    for suite in present:
        if layers.get(suite.table) != suite.layer:
            raise SuiteError(
                f"{suite.place}: there is no {suite.table} in {suite.layer}: "
                "name a dbt node of that layer, or delete the suite"
            )
    return present


def relations_of(manifest: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return schema and relation of each seed, model and snapshot, by its name in dbt."""
    return {name: (str(node["schema"]), str(node["alias"])) for name, node in _nodes(manifest).items()}


def _nodes(manifest: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {
        str(node["name"]): node
        for node in manifest["nodes"].values()
        if node["resource_type"] in ("seed", "model", "snapshot")
    }
