"""docs/views_or_materialized_views.md: its tables and its drawing, made from the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.blocks import Block, rendered, seconds
from benchmarks.drawing import as_file
from benchmarks.results import Measurement
from benchmarks.serving import AGGREGATES, CHOICES, STORED
from benchmarks.serving.chart import break_even_chart
from benchmarks.serving.costs import break_even, prices

PAGE = Path("docs/views_or_materialized_views.md")
DRAWING = Path("docs/views_or_materialized_views.svg")
ORDINARY = "ordinary"
KINDS = {
    "appended": "a day that only adds rows",
    ORDINARY: "an ordinary day",
    "catalogue": "a day with new versions of products",
    "nothing": "nothing new",
}


def write(root: Path, measurements: Sequence[Measurement]) -> list[Path]:
    """Write the tables into the page, and the drawing beside it; return what was written."""
    page = root / PAGE
    page.write_text(rendered(page.read_text(encoding="utf-8"), BLOCKS, measurements), encoding="utf-8")
    chart = break_even_chart(measurements[-1], ORDINARY)
    (root / DRAWING).write_text(as_file(chart), encoding="utf-8")
    return [page, root / DRAWING]


def _machine(measurements: Sequence[Measurement]) -> Iterator[str]:
    largest = measurements[-1]
    machine = largest["machine"]
    sizes = ", ".join(f"{one['input_rows']['fct_order_lines']:,}" for one in measurements)
    yield (
        f"Measured on {machine['date']} with DuckDB {machine['duckdb']} and dbt {machine['dbt-core']},"
        f" on {machine['cores']} cores of {machine['processor']} with {machine['memory_gb']} GB of memory,"
        f" at {sizes} order lines; load when the largest began: {machine['load_at_start']}."
    )


def _refreshes(measurements: Sequence[Measurement]) -> Iterator[str]:
    largest = measurements[-1]
    header = ("aggregate", "after", *map(_name, STORED), "of the table's", "what the materialized view said")
    yield f"| {' | '.join(header)} |"
    yield "| --- |" + " --- |" * (len(header) - 1)
    for name in AGGREGATES:
        choices = largest["aggregates"][name]["choices"]
        for kind, said in KINDS.items():
            costs = [choices[choice]["refresh"][kind]["cpu"] for choice in STORED]
            how = choices["materialized_view"]["refresh_says"][kind]
            table, incremental, refreshed = (seconds(cost) for cost in costs)
            share = f"{costs[2] / costs[0]:.0%}"
            yield f"| {_name(name)} | {said} | {table} | {incremental} | {refreshed} | {share} | {how} |"


def _reads(measurements: Sequence[Measurement]) -> Iterator[str]:
    largest = measurements[-1]
    yield "| aggregate | rows | view, all | stored, all | times | view, a part | stored, a part | times |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- |"
    for name in AGGREGATES:
        aggregate = largest["aggregates"][name]
        cells = []
        for part in ("whole", "part"):
            view, stored = _read(aggregate, part)
            cells += [seconds(view), seconds(stored), f"{view / stored:,.0f}"]
        yield f"| {_name(name)} | {aggregate['rows']:,} | {' | '.join(cells)} |"


def _break_even(measurements: Sequence[Measurement]) -> Iterator[str]:
    lines = [f"{one['input_rows']['fct_order_lines']:,} lines" for one in measurements]
    yield f"| aggregate | {' | '.join(lines)} |"
    yield "| --- |" + " --- |" * len(lines)
    for name in AGGREGATES:
        cells = []
        for measurement in measurements:
            even = break_even(prices(measurement["aggregates"][name], ORDINARY))
            reads = "never" if even.reads is None else f"{even.reads:.1f}"
            cells.append(f"{reads}, {_name(even.choice)}")
        yield f"| {_name(name)} | {' | '.join(cells)} |"


def _rest(measurements: Sequence[Measurement]) -> Iterator[str]:
    largest = measurements[-1]
    header = (
        "aggregate",
        *(f"{_name(choice)}, MB" for choice in STORED),
        "first read of the view",
        "of a stored one",
        "rows missing or old after a day",
    )
    yield f"| {' | '.join(header)} |"
    yield "| --- |" + " --- |" * (len(header) - 1)
    for name in AGGREGATES:
        aggregate = largest["aggregates"][name]
        choices = aggregate["choices"]
        sizes = [f"{choices[choice]['bytes'] / 1e6:,.1f}" for choice in STORED]
        cold = {choice: choices[choice]["read"]["whole"]["cold"]["cpu"] for choice in CHOICES}
        stored = median(cold[choice] for choice in STORED)
        behind = aggregate["rows_behind_after_a_day"]
        share = behind / aggregate["rows"]
        yield (
            f"| {_name(name)} | {' | '.join(sizes)} | {seconds(cold['view'])} | {seconds(stored)}"
            f" | {behind:,} of {aggregate['rows']:,} ({share:.1%}) |"
        )


def _read(aggregate: dict[str, Any], part: str) -> tuple[float, float]:
    """Seconds of a read of the view and of a stored choice, when the file is open."""
    priced = prices(aggregate, ORDINARY, part)
    return priced["view"].read, priced["table"].read


def _name(text: str) -> str:
    return text.replace("_", " ")


BLOCKS: dict[str, Block] = {
    "machine": _machine,
    "refreshes": _refreshes,
    "reads": _reads,
    "break_even": _break_even,
    "rest": _rest,
}
