"""The break-even as a chart: seconds against reads per refresh, a panel for each aggregate."""

from __future__ import annotations

from typing import Any

from benchmarks.drawing import Spec, colours
from benchmarks.serving import AGGREGATES, CHOICES
from benchmarks.serving.costs import break_even, prices

READS = (0.1, 1000.0)
_STEPS = 24
_DASHES = [[1, 0], [6, 3], [2, 3], [9, 3, 2, 3]]


def break_even_chart(measurement: dict[str, Any], kind: str, width: int = 250, columns: int = 2) -> Spec:
    """Return the chart of one measurement, with days of a kind between the refreshes; `width` of a panel."""
    curves, crossings = [], []
    for name in AGGREGATES:
        priced = prices(measurement["aggregates"][name], kind)
        panel = name.replace("_", " ")
        for step in range(_STEPS + 1):
            reads = READS[0] * (READS[1] / READS[0]) ** (step / _STEPS)
            for choice, price in priced.items():
                curves.append(
                    {
                        "aggregate": panel,
                        "choice": choice,
                        "reads": round(reads, 3),
                        "seconds": float(f"{price.of(reads):.4g}"),
                    }
                )
        even = break_even(priced)
        if even.reads is not None and READS[0] <= even.reads <= READS[1]:
            seconds = float(f"{priced[even.choice].of(even.reads):.4g}")
            crossings.append(
                {
                    "aggregate": panel,
                    "reads": round(even.reads, 3),
                    "seconds": seconds,
                    "label": f"{even.reads:.1f}",
                }
            )
    x = {
        "field": "reads",
        "type": "quantitative",
        "scale": {"type": "log", "domain": list(READS), "nice": False},
        "axis": {"values": [0.1, 1, 10, 100, 1000], "format": ",~r"},
        "title": "reads of all rows per refresh",
    }
    y = {
        "field": "seconds",
        "type": "quantitative",
        "scale": {"type": "log"},
        "axis": {"tickCount": 5, "format": ",~r"},
        "title": "processor seconds",
    }
    names = list(CHOICES)
    which = {"field": "choice", "type": "nominal"}
    legend = {"columns": columns * 2, "labelExpr": "replace(datum.label, '_', ' ')"}
    lines = {
        "transform": [{"filter": "isValid(datum.choice)"}],
        "mark": {"type": "line", "strokeWidth": 2},
        "encoding": {
            "x": x,
            "y": y,
            "color": {**which, "scale": colours("choice", names), "legend": legend},
            "strokeDash": {**which, "scale": {"domain": names, "range": _DASHES}},
        },
    }
    crossed = [{"filter": "isValid(datum.label)"}]
    points = {
        "transform": crossed,
        "mark": {"type": "point", "color": "@ink", "size": 70, "opacity": 1},
        "encoding": {"x": x, "y": y},
    }
    labels = {
        "transform": crossed,
        "mark": {"type": "text", "align": "left", "dx": 8, "dy": 12},
        "encoding": {"x": x, "y": y, "text": {"field": "label"}},
    }
    panels = [name.replace("_", " ") for name in AGGREGATES]
    return {
        "data": {"values": curves + crossings},
        "facet": {"field": "aggregate", "type": "nominal", "title": None, "sort": panels},
        "columns": columns,
        "spec": {"width": width, "height": 150, "layer": [lines, points, labels]},
        "resolve": {"scale": {"y": "independent"}},
    }
