"""The questions side by side: what each style's query is made of, how long it takes, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import sqlglot

from benchmarks.results import Measurement
from benchmarks.warehouse import STYLES
from benchmarks.warehouse.chart import ASKED, label
from report.built import answer
from report.tables import Cell, Table, duration, is_number, text
from tools.lint.project import Node, Project
from tools.query_shapes import Question

SHAPES = "python -m tools.query_shapes"
MEASURED = "python -m benchmarks warehouse"
FIRST = 8
NO_ANSWER = Cell("cannot")


@dataclass(frozen=True)
class Query:
    """The query of a style: as it is written, and as the database gets it, macros written out."""

    style: str
    written: str
    compiled: str


@dataclass(frozen=True)
class Compared:
    """A question: its queries, their shapes and times, the answer, and who has none and why."""

    name: str
    label: str
    description: str
    queries: list[Query]
    shapes: Table
    answer: Table
    row_count: int
    unanswered: dict[str, str]


def compared(
    project: Project,
    asked: Sequence[Question],
    connection: duckdb.DuckDBPyConnection,
    measurements: Sequence[Measurement],
) -> list[Compared]:
    """Return the questions that are asked, side by side.

    Raises:
        MissingError: the warehouse has no answer to one of them.
    """
    models = {str(node["name"]): node for node in project.nodes("model")}
    docs: Mapping[str, Mapping[str, Any]] = project.manifest.get("docs", {})
    found = []
    for question in asked:
        styles = [style for style in ASKED if style in question.answers]
        nodes = {style: models[f"{question.name}__{style}"] for style in styles}
        block = docs.get(
            f"doc.{project.manifest['metadata']['project_name']}.{question.name.partition('_')[0]}", {}
        )
        # all give the same answer; the wide tables and the star give it fastest
        fastest = next((style for style in ("obt", "kimball") if style in styles), styles[0])
        shown = answer(connection, f"{question.name}__{fastest}", FIRST)
        columns = list(zip(*shown.rows, strict=True)) or [()] * len(shown.columns)
        numbers = {name for name, values in zip(shown.columns, columns, strict=True) if is_number(values)}
        count = (
            f"all {shown.row_count:,}"
            if shown.row_count <= FIRST
            else f"the first {FIRST} of {shown.row_count:,}"
        )
        found.append(
            Compared(
                name=question.name,
                label=label(question.name),
                description=" ".join(str(block.get("block_contents", "")).split()),
                queries=[_query(style, nodes[style]) for style in styles],
                shapes=_shapes(question, styles, measurements),
                answer=Table(
                    f"The answer, {count} rows",
                    shown.columns,
                    [[text(value) for value in row] for row in shown.rows],
                    "make build",
                    numbers,
                    sorts=False,
                ),
                row_count=shown.row_count,
                unanswered={STYLES.get(style, style): why for style, why in question.unanswered.items()},
            )
        )
    return found


def overview(asked: Sequence[Question], measurement: Measurement) -> list[Table]:
    """Return two tables with a row for each question: times by style, then joins and lines by style."""
    times, sizes = [], []
    for question in asked:
        timed = measurement["questions"].get(question.name, {})
        name = Cell(label(question.name))
        shapes = [question.answers.get(style) for style in ASKED]
        times.append([name, *(_time(style, question, timed) for style in ASKED)])
        joins = [text(shape.joins) if shape else NO_ANSWER for shape in shapes]
        lines = [text(shape.lines) if shape else NO_ANSWER for shape in shapes]
        sizes.append([name, *joins, *lines])
    styles = [STYLES[style] for style in ASKED]
    rows = f"{measurement['delivered_rows']:,} delivered rows"
    columns = ["question", *(f"{what}, {style}" for what in ("joins", "lines") for style in styles)]
    return [
        Table(
            f"Processor time of all rows of each answer, at {rows}",
            ["question", *styles],
            times,
            MEASURED,
            set(styles),
        ),
        Table("Joins, and lines of SQL, of each query", columns, sizes, SHAPES, set(columns[1:])),
    ]


def _time(style: str, question: Question, asked: Mapping[str, Mapping[str, float]]) -> Cell:
    if style not in question.answers:
        return NO_ANSWER
    return duration(asked[style]["cpu"]) if style in asked else Cell("not measured")


def _shapes(question: Question, styles: list[str], measurements: Sequence[Measurement]) -> Table:
    timed = [one for one in measurements if question.name in one["questions"]]
    columns = ["style", "tables", "joins", "CTEs", "window functions", "lines of SQL", "models beneath"]
    columns += [f"time at size {one['size']}" for one in timed]
    rows = []
    for style in styles:
        shape = question.answers[style]
        counts = (shape.tables, shape.joins, shape.ctes, shape.window_functions, shape.lines, shape.stands_on)
        times = [one["questions"][question.name].get(style) for one in timed]
        cells = [duration(time["cpu"]) if time else Cell("not measured") for time in times]
        rows.append([Cell(STYLES[style]), *map(text, counts), *cells])
    return Table(
        "What the queries are made of, and processor time of all rows of the answer",
        columns,
        rows,
        f"{SHAPES} · {MEASURED}",
        set(columns[1:]),
    )


def _query(style: str, node: Node) -> Query:
    parsed = sqlglot.parse_one(str(node["compiled_code"]), read="duckdb")
    # the database's name says nothing, and is another one elsewhere
    for table in parsed.find_all(sqlglot.exp.Table):
        table.set("catalog", None)
    compiled = parsed.sql(dialect="duckdb", pretty=True, comments=False)
    return Query(STYLES[style], str(node["raw_code"]).strip(), compiled.replace('"', ""))
