"""The break-even as a drawing: seconds a day against reads per refresh, one panel an aggregate."""

from __future__ import annotations

from collections.abc import Iterator
from math import log10
from typing import Any
from xml.sax.saxutils import escape

from benchmarks.serving import AGGREGATES, CHOICES
from benchmarks.serving.costs import Price, break_even, prices

COLOURS = {
    "view": "#4477aa",
    "table": "#999933",
    "incremental": "#cc6677",
    "materialized_view": "#117733",
}
READS = (0.1, 1000.0)
WIDTH, HEIGHT = 340, 210
LEFT, TOP, RIGHT, BOTTOM = 58, 34, 20, 34
HEADER = 46


def draw(measurement: dict[str, Any], kind: str) -> str:
    """Return the drawing of one measurement as SVG, with days of a kind between the refreshes."""
    priced = {name: prices(measurement["aggregates"][name], kind) for name in AGGREGATES}
    lines = measurement["input_rows"]["fct_order_lines"]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {HEADER + 2 * HEIGHT}"'
        ' font-family="sans-serif" font-size="11" fill="#222">',
        f'<rect width="{2 * WIDTH}" height="{HEADER + 2 * HEIGHT}" fill="#fff"/>',
        _text(
            8, 16, f"Processor seconds for one refresh and its reads, {lines:,} order lines", "font-size='13'"
        ),
    ]
    for number, choice in enumerate(CHOICES):
        x = 8 + number * 150
        parts.append(f'<path d="M{x} 32h22" stroke="{COLOURS[choice]}" stroke-width="2.5"/>')
        parts.append(_text(x + 27, 36, choice.replace("_", " ")))
    for number, name in enumerate(AGGREGATES):
        x, y = number % 2 * WIDTH, HEADER + number // 2 * HEIGHT
        parts.append(f'<g transform="translate({x} {y})">{"".join(_panel(name, priced[name]))}</g>')
    return "\n".join([*parts, "</svg>"]) + "\n"


def _panel(name: str, priced: dict[str, Price]) -> Iterator[str]:
    values = [price.of(reads) for price in priced.values() for reads in READS]
    low, high = _decade(min(values), up=False), _decade(max(values), up=True)

    def x_of(reads: float) -> float:
        share = log10(reads / READS[0]) / log10(READS[1] / READS[0])
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 1)

    def y_of(seconds: float) -> float:
        share = log10(seconds / 10**low) / (high - low)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    yield _text(LEFT, TOP - 12, name.replace("_", " "), "font-weight='bold'")
    for exponent in range(-1, 4):
        x = x_of(10.0**exponent)
        yield f'<path d="M{x} {TOP}V{HEIGHT - BOTTOM}" stroke="#ddd"/>'
        yield _text(x, HEIGHT - BOTTOM + 14, f"{10.0**exponent:g}", "text-anchor='middle'")
    for exponent in range(low, high + 1):
        y = y_of(10.0**exponent)
        yield f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        yield _text(LEFT - 5, y + 4, f"{10.0**exponent:g} s", "text-anchor='end'")
    yield _text((LEFT + WIDTH) / 2, HEIGHT - 6, "reads of all rows per refresh", "text-anchor='middle'")
    for choice, price in priced.items():
        points = [10 ** (log10(READS[0]) + step / 10) for step in range(41)]
        path = " ".join(f"{x_of(reads)},{y_of(price.of(reads))}" for reads in points)
        yield f'<polyline points="{path}" fill="none" stroke="{COLOURS[choice]}" stroke-width="2"/>'
    even = break_even(priced)
    if even.reads is not None and READS[0] <= even.reads <= READS[1]:
        x, y = x_of(even.reads), y_of(priced[even.choice].of(even.reads))
        yield f'<circle cx="{x}" cy="{y}" r="4" fill="none" stroke="#222" stroke-width="1.5"/>'
        yield _text(x + 8, y + 14, f"{even.reads:.1f} reads")


def _decade(value: float, *, up: bool) -> int:
    exponent = int(log10(value) // 1)
    return exponent + 1 if up else exponent


def _text(x: float, y: float, text: str, attributes: str = "") -> str:
    return f'<text x="{round(x, 1)}" y="{round(y, 1)}" {attributes}>{escape(text)}</text>'
