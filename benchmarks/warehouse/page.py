"""docs/what_it_takes.md: its tables, made from the figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.blocks import Block, rendered, seconds
from benchmarks.drawing import as_file
from benchmarks.results import Measurement
from benchmarks.warehouse import STYLES
from benchmarks.warehouse.chart import costs_chart

PAGE = Path("docs/what_it_takes.md")
DRAWING = Path("docs/what_it_takes.svg")


def write(root: Path, measurements: Sequence[Measurement]) -> list[Path]:
    """Write the tables into the page, and the drawing beside it; return what was written."""
    page = root / PAGE
    page.write_text(rendered(page.read_text(encoding="utf-8"), BLOCKS, measurements), encoding="utf-8")
    (root / DRAWING).write_text(as_file(costs_chart(measurements[-1])), encoding="utf-8")
    return [page, root / DRAWING]


def _machine(measurements: Sequence[Measurement]) -> Iterator[str]:
    machine = measurements[-1]["machine"]
    runs = ", ".join(f"{one['runs']} at size {one['size']}" for one in measurements)
    loads = ", ".join(str(one["machine"]["load_at_start"]) for one in measurements)
    yield (
        f"Measured on {machine['date']} with DuckDB {machine['duckdb']}, dbt {machine['dbt-core']} and dbt-duckdb"
        f" {machine['dbt-duckdb']}, on {machine['cores']} cores of {machine['processor']} with"
        f" {machine['memory_gb']} GB of memory. Medians of runs by turns: {runs}. Load of the machine when each size"
        f" began: {loads}."
    )


def _builds(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield from _head("", [_size(one) for one in measurements])
    rows = {
        "delivered rows": [f"{one['delivered_rows']:,}" for one in measurements],
        "order lines": [f"{one['order_lines']:,}" for one in measurements],
        "build of all models, on the clock": [seconds(one["build"]["wall"]) for one in measurements],
        "of it the engine": [seconds(one["build"]["engine"]["wall"]) for one in measurements],
        "the same compiled SQL without dbt": [seconds(one["floor"]["wall"]) for one in measurements],
        "engine against that": [
            f"{one['build']['engine']['wall'] / one['floor']['wall']:.2f}" for one in measurements
        ],
        "whole build against that": [f"{one['build']['wall'] / one['floor']['wall']:.2f}" for one in measurements],
        "all data tests, on the clock": [seconds(one["checks"]["wall"]) for one in measurements],
        "most memory, build": [_gigabytes(one["build"]["peak_bytes"]) for one in measurements],
        "most memory, tests": [_gigabytes(one["checks"]["peak_bytes"]) for one in measurements],
        "the database file": [_gigabytes(one["bytes"]["file"]) for one in measurements],
        "processor time a million delivered rows": [
            seconds(one["build"]["cpu"] / one["delivered_rows"] * 1e6) for one in measurements
        ],
    }
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def _styles(measurements: Sequence[Measurement]) -> Iterator[str]:
    largest = measurements[-1]
    yield from _head(
        "style", ["models", "engine", "with what it stands on", "of the whole build", "stored", "one more day"]
    )
    whole = largest["build"]["engine"]["cpu"]
    for style, name in STYLES.items():
        cost = largest["styles"][style]
        needed = cost["engine_with_needed"]["cpu"]
        day = largest["day"]["layers"].get(style, {"cpu": 0.0})["cpu"]
        yield (
            f"| {name} | {cost['nodes']} of {cost['nodes_with_needed']} | {seconds(cost['engine']['cpu'])}"
            f" | {seconds(needed)} | {needed / whole:.0%} | {_gigabytes(cost['bytes'])} | {seconds(day)} |"
        )


def _layers(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield from _head("layer", [f"{_size(one)}: {what}" for one in measurements for what in ("build", "day")])
    for layer in measurements[-1]["build"]["layers"]:
        costs = [
            one[what]["layers"].get(layer, {"cpu": 0.0})["cpu"]
            for one in measurements
            for what in ("build", "day")
        ]
        yield f"| {layer} | {' | '.join(map(seconds, costs))} |"
    hooks = [one[what]["hooks"]["cpu"] for one in measurements for what in ("build", "day")]
    yield f"| check of the landing | {' | '.join(map(seconds, hooks))} |"
    whole = [one[what]["engine"]["cpu"] for one in measurements for what in ("build", "day")]
    yield f"| engine, all | {' | '.join(map(seconds, whole))} |"


def _day(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield from _head("", [_size(one) for one in measurements])
    rows: dict[str, list[str]] = {
        "one more day, on the clock": [seconds(one["day"]["wall"]) for one in measurements],
        "of it the engine": [seconds(one["day"]["engine"]["wall"]) for one in measurements],
        "engine, of that of a full build (processor time)": [
            f"{one['day']['engine']['cpu'] / one['build']['engine']['cpu']:.0%}" for one in measurements
        ],
    }
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def _questions(measurements: Sequence[Measurement]) -> Iterator[str]:
    largest = measurements[-1]
    styles = ("inmon", "kimball", "vault", "obt")
    yield from _head("question", [STYLES[style] for style in styles])
    for name, answers in largest["questions"].items():
        cells = [seconds(answers[style]["cpu"]) if style in answers else "not asked" for style in styles]
        yield f"| {name.replace('_', ' ')} | {' | '.join(cells)} |"
    shared = [answers for answers in largest["questions"].values() if set(styles) <= set(answers)]
    sums = [sum(answers[style]["cpu"] for answers in shared) for style in styles]
    yield f"| the {len(shared)} that all four answer | {' | '.join(map(seconds, sums))} |"


def _head(first: str, rest: Sequence[str]) -> Iterator[str]:
    yield f"| {' | '.join([first, *rest])} |"
    yield "| --- |" + " ---: |" * len(rest)


def _size(measurement: Mapping[str, Any]) -> str:
    return f"size {measurement['size']}"


def _gigabytes(count: float) -> str:
    return f"{count / 1e9:,.2f} GB"


BLOCKS: dict[str, Block] = {
    "machine": _machine,
    "builds": _builds,
    "styles": _styles,
    "layers": _layers,
    "day": _day,
    "questions": _questions,
}
