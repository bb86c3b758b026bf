"""Where a dbt test that reads several layers runs: in the step of the last of them.

dbt would run such a test with the first of its parents, before the others exist, and Dagster would
show it nowhere. Here each test has a home, one of its parents: the step of the home's layer runs the
test, every other step leaves it out, and Dagster shows it as a check of the home.

A test may also compare layers of which neither is built on the other, as the vault's marts with the star.
Nothing makes the home's step wait for the other layer, so such a test is run by neither step: it is a
comparison, and has a step of its own behind both (`comparisons.py`).
"""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from orchestration.layers import LAYERS, Layer, layer_of

Manifest = Mapping[str, Any]
_HAVE_ASSETS = ("seed", "model", "snapshot")


def home_of(test: Mapping[str, Any], manifest: Manifest) -> str | None:
    """Return the parent, by unique id, that a test belongs to, or None if it reads nothing.

    Of the parents in the last layer that no other of them is built on, that is the one whose yml the test is
    in, else the first by name.
    """
    parents = [
        parent
        for parent in test["depends_on"]["nodes"]
        if manifest["nodes"].get(parent, {}).get("resource_type") in _HAVE_ASSETS
    ]
    if not parents:
        return None
    places = {parent: LAYERS.index(layer_of(manifest["nodes"][parent])) for parent in parents}
    last = [parent for parent in parents if places[parent] == max(places.values())]
    if len(last) > 1:
        before = set().union(*(_built_before(parent, manifest) for parent in last))
        last = [parent for parent in last if parent not in before]
    attached = test.get("attached_node")
    return attached if attached in last else min(last)


def _built_before(node: str, manifest: Manifest) -> set[str]:
    """Return what a node is built on, within its layer."""
    layer = layer_of(manifest["nodes"][node])
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for parent in manifest["nodes"][waiting.pop()]["depends_on"].get("nodes", []):
            if parent not in found and layer.has(manifest["nodes"][parent]):
                found.add(parent)
                waiting.append(parent)
    return found


def with_homes(manifest: Manifest) -> dict[str, Any]:
    """Return the manifest with each test's home where dagster-dbt looks for it, in the test's meta."""
    nodes = dict(manifest["nodes"])
    for unique_id, test in _tests(manifest).items():
        if home := home_of(test, manifest):
            dagster = {"ref": {"name": nodes[home]["name"], "package": nodes[home]["package_name"]}}
            meta = {**test["config"].get("meta", {}), "dagster": dagster}
            nodes[unique_id] = {**test, "config": {**test["config"], "meta": meta}}
    return {**manifest, "nodes": nodes}


def homed_in(layer: Layer, manifest: Manifest) -> list[tuple[str, str]]:
    """Return the tests that run in the step of a layer, each with its home, as unique ids."""
    compare = comparisons(manifest)
    return [(test, home) for test, home in _at_home_in(layer, manifest) if test not in compare]


def compared_in(layer: Layer, manifest: Manifest) -> list[tuple[str, str]]:
    """Return the comparisons whose home is in a layer, each with its home, as unique ids."""
    compare = comparisons(manifest)
    return [(test, home) for test, home in _at_home_in(layer, manifest) if test in compare]


def comparisons(manifest: Manifest) -> set[str]:
    """Return the tests, by unique id, that read a layer on which their home's layer is not built."""
    nodes = manifest["nodes"]
    placed = {key: layer_of(node) for key, node in nodes.items() if node["resource_type"] in _HAVE_ASSETS}
    parents: dict[Layer, set[Layer]] = {layer: set() for layer in LAYERS}
    for key, layer in placed.items():
        read = nodes[key]["depends_on"].get("nodes", [])
        parents[layer].update(placed[parent] for parent in read if parent in placed)

    @cache
    def built_on(layer: Layer) -> frozenset[Layer]:
        before = parents[layer] - {layer}
        return frozenset({layer, *before}.union(*(built_on(other) for other in before)))

    return {
        key
        for key, test in _tests(manifest).items()
        if (home := home_of(test, manifest))
        and any(
            placed[parent] not in built_on(placed[home])
            for parent in test["depends_on"]["nodes"]
            if parent in placed
        )
    }


def left_out(built: Collection[str], manifest: Manifest) -> list[str]:
    """Return the names of the tests that read nodes which a step builds, but run in another step.

    Their home is in another layer, or a node of this layer that the run does not build: it may not be there.
    Or they are comparisons.

    Args:
        built: the nodes, by unique id.
        manifest: dbt's manifest.
    """
    compare = comparisons(manifest)
    return sorted(
        str(test["name"])
        for key, test in _tests(manifest).items()
        if (key in compare or home_of(test, manifest) not in built)
        and not set(built).isdisjoint(test["depends_on"]["nodes"])
    )


def _at_home_in(layer: Layer, manifest: Manifest) -> list[tuple[str, str]]:
    homes = [(unique_id, home_of(test, manifest)) for unique_id, test in _tests(manifest).items()]
    return [(test, home) for test, home in homes if home and layer.has(manifest["nodes"][home])]


def _tests(manifest: Manifest) -> dict[str, Any]:
    return {key: node for key, node in manifest["nodes"].items() if node["resource_type"] == "test"}
