"""What the warehouse costs: how the figures are put together, and the page."""

from __future__ import annotations

from typing import Any

from benchmarks import results
from benchmarks.blocks import rendered, seconds
from benchmarks.drawing import is_drawn_from
from benchmarks.warehouse.chart import costs_chart
from benchmarks.warehouse.measure import costs_of_styles, figures_of, medians_of
from benchmarks.warehouse.page import BLOCKS, DRAWING, PAGE
from tools.warehouse import ROOT

STALE = "the figures have changed: run  python -m benchmarks warehouse --page"

NODES: dict[str, Any] = {
    "landing": {"depends_on": {}},
    "ours": {"depends_on": {"nodes": ["landing"]}},
    "star": {"depends_on": {"nodes": ["ours", "a test that is no node"]}},
    "mart": {"depends_on": {"nodes": ["star"]}},
}
LAYERS = {"landing": "landing", "ours": "inmon", "star": "kimball", "mart": "vault_marts"}


def _run(wall: float, **of_nodes: float) -> dict[str, Any]:
    nodes = {name: {"wall": cost * 2, "cpu": cost} for name, cost in of_nodes.items()}
    return {"wall": wall, "cpu": wall / 2, "peak_bytes": 10, "nodes": nodes}


def test_a_style_costs_its_own_and_what_it_stands_on_once() -> None:
    found = costs_of_styles(
        _run(9.0, landing=1.0, ours=2.0, star=4.0, mart=8.0), NODES, LAYERS, {"kimball": 5}
    )
    assert found["inmon"]["engine_with_needed"]["cpu"] == 3.0
    assert found["kimball"]["engine"] == {"wall": 8.0, "cpu": 4.0}
    assert found["kimball"]["engine_with_needed"] == {"wall": 14.0, "cpu": 7.0}
    assert (found["kimball"]["nodes"], found["kimball"]["nodes_with_needed"]) == (1, 3)
    assert found["kimball"]["bytes"] == 5
    assert found["obt"]["nodes"] == 0


def test_layers_add_up_to_the_engine_and_hooks_are_apart() -> None:
    figures = figures_of(_run(9.0, hook=1.0, landing=1.0, ours=2.0), LAYERS)
    assert figures["hooks"] == {"wall": 2.0, "cpu": 1.0}
    assert figures["engine"] == {"wall": 8.0, "cpu": 4.0}
    assert figures["layers"] == {
        "landing": {"nodes": 1, "wall": 2.0, "cpu": 1.0},
        "inmon": {"nodes": 1, "wall": 4.0, "cpu": 2.0},
    }


def test_a_median_is_of_each_figure() -> None:
    runs = [_run(1.0, a=5.0, b=1.0), _run(3.0, a=1.0, b=2.0), _run(2.0, a=3.0, b=9.0)]
    found = medians_of(runs)
    assert found["wall"] == 2.0
    assert {name: cost["cpu"] for name, cost in found["nodes"].items()} == {"a": 3.0, "b": 2.0}


def test_seconds_are_written_as_a_person_reads_them() -> None:
    assert [seconds(value) for value in (1234.5, 0.25, 0.0123)] == ["1,234.50 s", "250 ms", "12.3 ms"]


def test_the_page_shows_the_figures_that_were_measured() -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    measurements = results.load("warehouse")
    assert rendered(text, BLOCKS, measurements) == text, STALE
    drawing = (ROOT / DRAWING).read_text(encoding="utf-8")
    assert is_drawn_from(drawing, costs_chart(measurements[-1])), STALE
