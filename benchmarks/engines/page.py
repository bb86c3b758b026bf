"""docs/when_one_machine_is_not_enough.md: its table, made from the figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.blocks import Block, rendered
from benchmarks.engines import ENGINES
from benchmarks.results import Measurement

PAGE = Path("docs/when_one_machine_is_not_enough.md")

# What is measured, and how the page calls it.
STEPS = {
    "land": "to land all deliveries",
    "build": "to build",
    "day": "one more day",
    "one_model": "to run one small model",
}


def write(root: Path, measurements: Sequence[Measurement]) -> list[Path]:
    """Write the table into the page, and return what was written."""
    page = root / PAGE
    page.write_text(rendered(page.read_text(encoding="utf-8"), BLOCKS, measurements), encoding="utf-8")
    return [page]


def _machine(measurements: Sequence[Measurement]) -> Iterator[str]:
    together: dict[str, list[Measurement]] = {}
    for one in measurements:
        machine = one["machine"]
        on = (
            f"{machine['date']} on {machine['cores']} cores of {machine['processor']}"
            f" with {machine['memory_gb']} GB of memory"
        )
        together.setdefault(on, []).append(one)
    for on, measured in together.items():
        what = ", ".join(_subject(one) for one in measured)
        loads = ", ".join(str(one["machine"]["load_at_start"]) for one in measured)
        yield f"Measured on {on}, once each: {what}. Load of the machine when each began: {loads}."


def _subject(one: Measurement) -> str:
    lines = f", {one['order_lines']:,} order lines" if "order_lines" in one else ""
    part = f" of {_selected(one)}" if one.get("selected") else ""
    return f"size {one['size']}{part} ({one['delivered_rows']:,} delivered rows{lines})"


def _selected(one: Measurement) -> str:
    return " ".join(f"`{selector}`" for selector in one["selected"])


def _costs(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield from _table([one for one in measurements if not one.get("selected")])


def _costs_of_a_part(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield from _table([one for one in measurements if one.get("selected")])


def _table(measurements: Sequence[Measurement]) -> Iterator[str]:
    engines = [name for name in ENGINES if any(name in one["engines"] for one in measurements)]
    columns = [(one, name) for one in measurements for name in engines if name in one["engines"]]
    heads = [f"{ENGINES[name]}, size {one['size']}" for one, name in columns]
    yield f"|  | {' | '.join(heads)} |"
    yield "| --- |" + " ---: |" * len(columns)
    for step, called in STEPS.items():
        cells = [
            f"{one['engines'][name][step]:,.0f} s" if step in one["engines"][name] else "not needed"
            for one, name in columns
        ]
        yield f"| {called} | {' | '.join(cells)} |"
    for step in ("build", "day"):
        cells = [
            f"{one['engines'][name][step] / one['engines']['duckdb'][step]:.1f}"
            if "duckdb" in one["engines"]
            else ""
            for one, name in columns
        ]
        yield f"| {STEPS[step]}, DuckDB's being 1 | {' | '.join(cells)} |"
    cells = [f"{one['engines'][name]['bytes'] / 1e6:,.0f} MB" for one, name in columns]
    yield f"| bytes on disk | {' | '.join(cells)} |"


BLOCKS: dict[str, Block] = {"machine": _machine, "costs": _costs, "part": _costs_of_a_part}
