"""What the styles cost: tables of what was measured."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.results import Measurement
from benchmarks.serving import AGGREGATES, STORED
from benchmarks.serving.costs import break_even, prices
from benchmarks.serving.page import KINDS, ORDINARY
from benchmarks.warehouse import STYLES
from benchmarks.warehouse.chart import ASKED, questions_that_all_answer
from report.built import MissingError
from report.tables import Cell, Table, duration, share, size, text, times
from tools.cost_of_change import DIFFS, PAGE, WRITTEN_BY, block, read_diff
from tools.keep_style import kept_with

WAREHOUSE = "python -m benchmarks warehouse"
SERVING = "python -m benchmarks serving"


def at_a_glance(measurement: Measurement, queries: dict[str, tuple[int, int]], root: Path) -> Table:
    """Return one row a style with what decides between them, at the largest size.

    Args:
        measurement: the largest.
        queries: joins and lines of all queries of a style, for the questions that all answer.
        root: the project's.
    """
    shared = questions_that_all_answer(measurement)
    columns = [
        "style",
        "build, with what it stands on",
        "one more day, its own part",
        "stored, its own tables",
        f"asking {len(shared)} questions",
        "joins in them",
        "lines of SQL in them",
        "one more attribute, lines changed with what it stands on",
    ]
    rows = []
    for style in ASKED:
        cost = measurement["styles"][style]
        diffs = [read_diff(below, root) for below in kept_with(style)]
        added, removed = sum(diff.added for diff in diffs), sum(diff.removed for diff in diffs)
        joins, lines = queries.get(style, (0, 0))
        asked = sum(measurement["questions"][name][style]["cpu"] for name in shared)
        rows.append(
            [
                Cell(STYLES[style]),
                duration(cost["engine_with_needed"]["cpu"]),
                duration(measurement["day"]["layers"][style]["cpu"]),
                size(cost["bytes"]),
                duration(asked),
                text(joins),
                text(lines),
                Cell(f"+{added} −{removed}", added + removed),
            ]
        )
    caption = (
        f"The four styles at {measurement['delivered_rows']:,} delivered rows; seconds of all processors"
    )
    return Table(caption, columns, rows, f"{WAREHOUSE} · {WRITTEN_BY}", set(columns[1:]))


def styles(measurements: Sequence[Measurement]) -> Table:
    """Return what each style costs at each size, the marts on the vault among them."""
    columns = ["style", "delivered rows", "models", "build, alone", "with what it stands on", "of the whole"]
    columns += ["stored", "one more day, its own part"]
    rows = []
    for measurement in measurements:
        whole = measurement["build"]["engine"]["cpu"]
        for style, name in STYLES.items():
            cost = measurement["styles"][style]
            needed = cost["engine_with_needed"]["cpu"]
            day = measurement["day"]["layers"].get(style, {"cpu": 0.0})["cpu"]
            rows.append(
                [
                    Cell(name),
                    text(measurement["delivered_rows"]),
                    Cell(f"{cost['nodes']} of {cost['nodes_with_needed']}", cost["nodes_with_needed"]),
                    duration(cost["engine"]["cpu"]),
                    duration(needed),
                    share(needed / whole),
                    size(cost["bytes"]),
                    duration(day),
                ]
            )
    return Table(
        "Each style at each size; seconds of all processors", columns, rows, WAREHOUSE, set(columns[1:])
    )


def whole(measurements: Sequence[Measurement]) -> Table:
    """Return what the whole of it costs at each size, on the clock."""
    columns = [
        "delivered rows",
        "order lines",
        "build of all models",
        "the same SQL without dbt",
        "all data tests",
        "one more day",
        "database file",
        "most memory",
    ]
    rows = [
        [
            text(one["delivered_rows"]),
            text(one["order_lines"]),
            duration(one["build"]["wall"]),
            duration(one["floor"]["wall"]),
            duration(one["checks"]["wall"]),
            duration(one["day"]["wall"]),
            size(one["bytes"]["file"]),
            size(one["build"]["peak_bytes"]),
        ]
        for one in measurements
    ]
    return Table("All styles together, on the clock", columns, rows, WAREHOUSE, set(columns))


def changes(root: Path) -> list[Table]:
    """Return what one more attribute costs in each style: its diff, and the rows that were written.

    Raises:
        MissingError: a diff or the page with the rows is not there.
    """
    columns = ["style", "files", "lines added", "lines taken out", "models changed or new"]
    rows = []
    try:
        for style in ASKED:
            diff = read_diff(style, root)
            counts = (len(diff.paths), diff.added, diff.removed, len(diff.models))
            rows.append([Cell(STYLES[style]), *map(text, counts)])
        written = block((root / PAGE).read_text(encoding="utf-8"), "rows")
    except OSError as error:
        raise MissingError(f"{error.filename} is missing.\nIt is made by {WRITTEN_BY}.") from error
    caption = f"One more attribute of a customer: the diff of each style ({DIFFS}/)"
    head, _, *lines = [[cell.strip() for cell in line.strip("|").split("|")] for line in written]
    numbers = {head[-1]}
    return [
        Table(caption, columns, rows, WRITTEN_BY, set(columns[1:])),
        Table(
            "The same change: tables and rows that it writes",
            head,
            [
                [Cell(STYLES.get(line[0], line[0])), *(Cell(cell.replace("`", "")) for cell in line[1:])]
                for line in lines
            ],
            WRITTEN_BY,
            numbers,
            sorts=False,
        ),
    ]


def break_evens(measurements: Sequence[Measurement]) -> Table:
    """Return from how many reads per refresh on storing pays, at each size."""
    columns = ["aggregate", "order lines", "pays from reads", "cheapest to refresh", "one read of the view"]
    columns += ["one read of what is stored", "times"]
    rows = []
    for name in AGGREGATES:
        for measurement in measurements:
            priced = prices(measurement["aggregates"][name], ORDINARY)
            even = break_even(priced)
            view, stored = priced["view"].read, priced["table"].read
            reads = Cell("never") if even.reads is None else Cell(f"{even.reads:.1f}", even.reads)
            rows.append(
                [
                    Cell(name.replace("_", " ")),
                    text(measurement["input_rows"]["fct_order_lines"]),
                    reads,
                    Cell(even.choice.replace("_", " ")),
                    duration(view),
                    duration(stored),
                    times(view / stored),
                ]
            )
    caption = (
        "From how many reads of all rows per refresh on storing costs less than a view, after an ordinary day"
    )
    return Table(caption, columns, rows, SERVING, {*columns[1:3], *columns[4:]})


def refreshes(measurement: Measurement) -> Table:
    """Return what a refresh costs after each kind of day, at the largest size."""
    columns = ["aggregate", "after", *(choice.replace("_", " ") for choice in STORED), "of the table's"]
    rows = []
    for name in AGGREGATES:
        choices = measurement["aggregates"][name]["choices"]
        for kind, said in KINDS.items():
            costs = {choice: choices[choice]["refresh"][kind]["cpu"] for choice in STORED}
            rows.append(
                [
                    Cell(name.replace("_", " ")),
                    Cell(said),
                    *(duration(cost) for cost in costs.values()),
                    share(costs["materialized_view"] / costs["table"]),
                ]
            )
    lines = measurement["input_rows"]["fct_order_lines"]
    caption = f"A refresh at {lines:,} order lines; seconds of all processors"
    return Table(caption, columns, rows, SERVING, set(columns[2:]))
