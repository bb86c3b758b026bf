"""What the styles cost, as charts: to build, to keep, to load a day into, and to ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from benchmarks.drawing import Spec, colours, decades
from benchmarks.results import Measurement
from benchmarks.warehouse import STYLES

ASKED = ("inmon", "kimball", "vault", "obt")
_SHAPES = ["circle", "square", "triangle-up", "diamond"]


def costs_chart(measurement: Measurement, width: int = 190, columns: int = 2) -> Spec:
    """Return four panels, a bar for each style in each; `width` of a panel's bars, in pixels."""
    shared = questions_that_all_answer(measurement)
    panels: list[tuple[str, str, dict[str, float]]] = [
        (
            "to build, with what it stands on",
            "processor seconds",
            {style: measurement["styles"][style]["engine_with_needed"]["cpu"] for style in ASKED},
        ),
        (
            "one more day, the style's own part",
            "processor seconds",
            {style: measurement["day"]["layers"][style]["cpu"] for style in ASKED},
        ),
        (
            "stored, the style's own tables",
            "megabytes",
            {style: measurement["styles"][style]["bytes"] / 1e6 for style in ASKED},
        ),
        (
            f"to ask {len(shared)} questions once",
            "processor seconds",
            {style: sum(measurement["questions"][name][style]["cpu"] for name in shared) for style in ASKED},
        ),
    ]
    return {
        "concat": [_bars(title, unit, values, width) for title, unit, values in panels],
        "columns": columns,
        "spacing": 24,
    }


def questions_chart(measurement: Measurement, width: int = 420, *, by_number: bool = False) -> Spec:
    """Return how long each question takes in each style, on a logarithmic scale.

    Questions are called by their names, or where room is short by their numbers.
    """
    values = [
        {"question": label(name).partition(" ")[0] if by_number else label(name), "style": STYLES[style], "milliseconds": round(answer["cpu"] * 1000, 1)}
        for name, answers in measurement["questions"].items()
        for style, answer in answers.items()
        if style in ASKED
    ]
    ticks = decades(float(str(value["milliseconds"])) for value in values)
    return {
        "data": {"values": values},
        "width": width,
        "height": {"step": 21},
        "mark": {"type": "point", "filled": True, "size": 75, "opacity": 1},
        "encoding": {
            "y": {"field": "question", "type": "nominal", "title": None, "sort": None, "axis": {"grid": True}},
            "x": {
                "field": "milliseconds",
                "type": "quantitative",
                "scale": {"type": "log", "domain": [ticks[0], ticks[-1]]},
                "axis": {"format": "~s", "values": ticks},
                "title": "processor milliseconds, logarithmic",
            },
            **_told_apart(),
        },
    }


def growth_chart(measurements: Sequence[Measurement], width: int = 420) -> Spec:
    """Return the time of a build of each style, and of one more day, by the number of delivered rows."""
    values = [
        {
            "style": STYLES[style],
            "rows": measurement["delivered_rows"],
            "seconds": measurement["styles"][style]["engine_with_needed"]["cpu"],
        }
        for measurement in measurements
        for style in ASKED
    ]
    across, up = (decades(float(str(value[name])) for value in values) for name in ("rows", "seconds"))
    return {
        "data": {"values": values},
        "width": width,
        "height": 220,
        "mark": {"type": "line", "point": {"size": 70, "filled": True}, "strokeWidth": 2},
        "encoding": {
            "x": {
                "field": "rows",
                "type": "quantitative",
                "scale": {"type": "log", "domain": [across[0], across[-1]]},
                "axis": {"format": "~s", "values": across},
                "title": "delivered rows, logarithmic",
            },
            "y": {
                "field": "seconds",
                "type": "quantitative",
                "scale": {"type": "log", "domain": [up[0], up[-1]]},
                "axis": {"format": ",~r", "values": up},
                "title": "processor seconds, logarithmic",
            },
            **_told_apart(),
        },
    }


def _told_apart() -> Spec:
    """Return the colour and the shape of each style's marks."""
    names = [STYLES[style] for style in ASKED]
    scale = {"domain": names, "range": colours("style", list(ASKED))["range"]}
    style = {"field": "style", "type": "nominal"}
    return {
        "color": {**style, "scale": scale, "legend": {"columns": 2}},
        "shape": {**style, "scale": {"domain": names, "range": _SHAPES}},
    }


def questions_that_all_answer(measurement: Measurement) -> list[str]:
    """Return the questions that were asked in each of the four styles."""
    return [name for name, answers in measurement["questions"].items() if set(ASKED) <= set(answers)]


def label(question: str) -> str:
    """Return a question's name as a person reads it."""
    return question.replace("_", " ")


def _bars(title: str, unit: str, values: dict[str, float], width: int) -> dict[str, Any]:
    rows = [
        {"style": STYLES[style], "key": style, "value": value, "label": f"{value:,.3g}" if value < 100 else f"{value:,.0f}"}
        for style, value in values.items()
    ]
    y = {"field": "style", "type": "nominal", "title": None, "sort": None}
    x = {
        "field": "value",
        "type": "quantitative",
        "title": unit,
        "axis": {"tickCount": 4, "format": ",~r"},
        "scale": {"domainMax": max(values.values()) * 1.25 or 1},
    }
    return {
        "title": title,
        "data": {"values": rows},
        "width": width,
        "height": {"step": 24},
        "layer": [
            {
                "mark": {"type": "bar", "height": 16},
                "encoding": {
                    "y": y,
                    "x": x,
                    "color": {"field": "key", "type": "nominal", "scale": colours("style", list(values)), "legend": None},
                },
            },
            {
                "mark": {"type": "text", "align": "left", "dx": 4},
                "encoding": {"y": y, "x": x, "text": {"field": "label"}},
            },
        ],
    }
