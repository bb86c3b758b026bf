"""Boxes in columns with arrows between them, as SVG.

The columns are given and few, so that sorting them is all the layout that is needed: no library, no binary.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

# The least part of its size at which the letters of a drawing can be read.
READABLE = 0.75
FONT = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace"
PAPER, INK, FAINT, LINE = "#ffffff", "#1f2937", "#6b7280", "#9aa3af"

_CHARACTER = 6.8  # pixels, the widest of these fonts at 11 pixels
_ROW = 15
_HEAD = 21
_PAD = 8
_BETWEEN_BOXES = 14
_BETWEEN_COLUMNS = 64
_MARGIN = 6


@dataclass(frozen=True)
class Box:
    """A table: its name, where it leads, its colour, and the rows below its name.

    A row that is a key of another box is an arrow's beginning. A box without rows is drawn as a name alone.
    """

    name: str
    link: str
    colour: str
    rows: tuple[str, ...] = ()
    note: str = ""

    @property
    def width(self) -> float:
        """Pixels."""
        longest = max(len(text) for text in (self.name, self.note, *self.rows))
        return longest * _CHARACTER + 2 * _PAD

    @property
    def height(self) -> float:
        """Pixels."""
        return _HEAD + _ROW * (len(self.rows) + bool(self.note)) + (5 if self.rows or self.note else 0)


@dataclass(frozen=True)
class Arrow:
    """From a row of a box (or from the box as a whole) to another box, both by name."""

    source: str
    row: str | None
    target: str


@dataclass(frozen=True)
class Drawing:
    """Columns of boxes from left to right, and arrows; `about` is the box that it is about, if one is."""

    name: str
    title: str
    columns: tuple[tuple[Box, ...], ...]
    arrows: tuple[Arrow, ...]
    about: str = ""
    _places: dict[str, tuple[float, float]] = field(default_factory=dict, compare=False)

    @property
    def boxes(self) -> list[Box]:
        """All boxes, column by column."""
        return [box for column in self.columns for box in column]

    def in_words(self) -> str:
        """Return what is drawn, for those who cannot see it."""
        told = [f"{a.source} refers to {a.target}" + (f" by {a.row}" if a.row else "") for a in self.arrows]
        return f"{self.title}. " + "; ".join(told or [box.name for box in self.boxes]) + "."


def ordered(columns: Sequence[Sequence[Box]], arrows: Iterable[Arrow], fixed: int) -> list[list[Box]]:
    """Return the columns, each sorted by the mean place of what its boxes are joined with.

    The column `fixed` stays as it is; the others are sorted outwards from it, so that few arrows cross.
    """
    arrows = list(arrows)
    done = [list(column) for column in columns]
    place = {box.name: float(number) for number, box in enumerate(done[fixed])}
    rows = {box.name: {row: n for n, row in enumerate(box.rows)} for box in done[fixed]}
    for arrow in arrows:  # within the fixed column, the rows tell places apart
        if arrow.row in rows.get(arrow.source, {}):
            place.setdefault(arrow.target, rows[arrow.source][arrow.row] / 100 + place[arrow.source])
    outwards = sorted((n for n in range(len(done)) if n != fixed), key=lambda n: abs(n - fixed))
    for number in outwards:
        means = {box.name: _mean(box.name, arrows, place) for box in done[number]}
        done[number].sort(key=lambda box, means=means: (means[box.name], box.name))  # type: ignore[misc]
        step = max(len(done[fixed]), 1) / max(len(done[number]), 1)
        place |= {box.name: n * step for n, box in enumerate(done[number])}
    return done


def _mean(name: str, arrows: list[Arrow], place: Mapping[str, float]) -> float:
    """Return the mean place of what a box is joined with; the far end, if nothing of it has a place."""
    if name in place:
        return place[name]
    near = [arrow.target for arrow in arrows if arrow.source == name]
    near += [arrow.source for arrow in arrows if arrow.target == name]
    known = [place[other] for other in near if other in place and other != name]
    return sum(known) / len(known) if known else math.inf


def to_svg(drawing: Drawing) -> str:
    """Return the drawing as an SVG element, with links, a title and a description in words."""
    places, width, height = _places(drawing)
    boxes = {box.name: box for box in drawing.boxes}
    column_of = {box.name: n for n, column in enumerate(drawing.columns) for box in column}
    name = escape(drawing.name, quote=True)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="{name}-title {name}-words" '
        f'width="{width:.0f}" height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" '
        # a narrow window shows it smaller, as far as it can be read, and scrolls it then
        f'style="min-width: {width * READABLE:.0f}px" '
        f'font-family="{escape(FONT, quote=True)}" font-size="11">',
        f'<title id="{name}-title">{escape(drawing.title)}</title>',
        f'<desc id="{name}-words">{escape(drawing.in_words())}</desc>',
        f'<rect width="100%" height="100%" fill="{PAPER}"/>',
    ]
    for arrow in drawing.arrows:
        source, target = boxes[arrow.source], boxes[arrow.target]
        step = column_of[arrow.target] - column_of[arrow.source]
        parts.append(_arrow(arrow, source, target, places, step))
    parts += [_box(box, *places[box.name]) for box in boxes.values()]
    return "".join((*parts, "</svg>"))


def _places(drawing: Drawing) -> tuple[dict[str, tuple[float, float]], float, float]:
    """Return where the upper left corner of each box is, and the size of the whole, in pixels."""
    heights = [
        sum(box.height for box in column) + _BETWEEN_BOXES * (len(column) - 1) for column in drawing.columns
    ]
    height = max(heights) + 2 * _MARGIN
    places: dict[str, tuple[float, float]] = {}
    x = float(_MARGIN)
    for column, own in zip(drawing.columns, heights, strict=True):
        y = (height - own) / 2
        for box in column:
            places[box.name] = (x, y)
            y += box.height + _BETWEEN_BOXES
        x += max(box.width for box in column) + _BETWEEN_COLUMNS
    # an arrow from a column to itself bends out on the right
    return places, x - _BETWEEN_COLUMNS + _MARGIN + _BETWEEN_COLUMNS / 2, height


def _box(box: Box, x: float, y: float) -> str:
    at = f'x="{x + _PAD:.1f}" y="{y + 14.5:.1f}"'
    label = f'<text {at} fill="#ffffff" font-weight="bold">{escape(box.name)}</text>'
    head = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{box.width:.1f}" height="{_HEAD}" fill="{box.colour}"/>{label}'
    )
    frame = (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" '
        f'fill="{PAPER}" stroke="{box.colour}"/>'
    )
    lines = [(row, INK) for row in box.rows] + ([(box.note, FAINT)] if box.note else [])
    rows = "".join(
        f'<text x="{x + _PAD:.1f}" y="{y + _HEAD + _ROW * n + 13:.1f}" fill="{colour}" xml:space="preserve">'
        f"{escape(row)}</text>"
        for n, (row, colour) in enumerate(lines)
    )
    return f'{frame}<a href="{escape(box.link, quote=True)}">{head}</a>{rows}'


def _arrow(arrow: Arrow, source: Box, target: Box, places: dict[str, tuple[float, float]], step: int) -> str:
    """Draw from the side of the one box to the side of the other that faces it; `step` counts columns."""
    (source_x, source_y), (target_x, target_y) = places[source.name], places[target.name]
    begin_y = source_y + (
        _HEAD + _ROW * source.rows.index(arrow.row) + 9 if arrow.row in source.rows else _HEAD / 2
    )
    end_y = target_y + _HEAD / 2
    begin_x = source_x if step < 0 else source_x + source.width
    end_x = target_x if step > 0 else target_x + target.width
    if step == 0:
        bend = max(begin_x, end_x) + _BETWEEN_COLUMNS / 2.4
        first, second, side = bend, bend, -1.0
    else:
        side = 1.0 if step > 0 else -1.0
        reach = abs(end_x - begin_x) / 2
        first, second = begin_x + side * reach, end_x - side * reach
    begin, end = f"{begin_x:.1f},{begin_y:.1f}", f"{end_x:.1f},{end_y:.1f}"
    path = f"M{begin} C{first:.1f},{begin_y:.1f} {second:.1f},{end_y:.1f} {end}"
    back = end_x - side * 7
    tip = f"{end} {back:.1f},{end_y - 3.5:.1f} {back:.1f},{end_y + 3.5:.1f}"
    return f'<path d="{path}" fill="none" stroke="{LINE}"/><polygon points="{tip}" fill="{LINE}"/>'
