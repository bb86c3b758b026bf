"""The comparison page: what the other modules found, put into one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from benchmarks import results
from benchmarks.results import Measurement
from benchmarks.serving.chart import break_even_chart
from benchmarks.serving.page import ORDINARY
from benchmarks.warehouse.chart import costs_chart, growth_chart, questions_chart, questions_that_all_answer
from report import charts, costs, questions
from report.built import (
    MissingError,
    MonthOfSystem,
    challenges,
    is_complete,
    months_of_systems,
    newest_delivery,
    refused_rows,
    revenue_by_month,
)
from report.html import chart, rendered
from report.tables import Cell, Table, share, text
from tools.lint.personal import personal_columns
from tools.lint.project import Project
from tools.query_shapes import Question, questions_of


def comparison(project: Project, connection: duckdb.DuckDBPyConnection) -> str:
    """Return the comparison page as HTML.

    Args:
        project: with the compiled SQL of the questions.
        connection: the built warehouse.

    Raises:
        MissingError: something that the page shows was not built or not measured.
    """
    asked = questions_of(project)
    warehouse, serving = measured("warehouse", "day"), measured("serving", "aggregates")
    try:
        content = {
            **_styles(project.root, asked, warehouse),
            "questions": questions.compared(project, asked, connection, warehouse),
            **_serving(serving),
            **_deliveries(project, connection),
            "machines": [_machine("styles", warehouse), _machine("views and materialized views", serving)],
        }
    except KeyError as error:
        raise MissingError(
            f"The results in {results.FOLDER} have no {error}: they were measured before it was.\n"
            "Measure anew by `make bench`."
        ) from error
    return rendered("comparison.html.j2", "comparison.js", content)


def measured(comparison: str, part: str) -> list[Measurement]:
    """Return the results of a comparison.

    Raises:
        MissingError: there are none, or they are older than a part that they must have.
    """
    found = results.load(comparison)
    file = results.FOLDER / f"{comparison}.json"
    command = f"Measure by `python -m benchmarks {comparison}`."
    if not found:
        raise MissingError(f"{file} is missing: nothing was measured.\n{command}")
    if any(part not in one for one in found):
        raise MissingError(f"{file} is older than what is measured today: it has no '{part}'.\n{command}")
    return found


def _styles(root: Path, asked: Sequence[Question], measurements: Sequence[Measurement]) -> dict[str, Any]:
    largest = measurements[-1]
    shared = set(questions_that_all_answer(largest))
    queries: dict[str, tuple[int, int]] = {}
    for question in asked:
        if question.name in shared:
            for style, shape in question.answers.items():
                joins, lines = queries.get(style, (0, 0))
                queries[style] = (joins + shape.joins, lines + shape.lines)
    rows = f"{largest['delivered_rows']:,} delivered rows"
    return {
        "glance": costs.at_a_glance(largest, queries, root),
        "glance_chart": chart(
            f"Four prices of a style, at {rows}",
            "Bars: for each of the four styles the seconds to build it with what it stands on, the seconds of"
            " one more day, the megabytes that it stores, and the seconds of the questions that all four"
            " answer. The table above has the figures.",
            costs.WAREHOUSE,
            lambda narrow: costs_chart(largest, *((150, 1) if narrow else (260, 2))),
        ),
        "questions_chart": chart(
            f"How long each question takes in each style, at {rows}",
            "Points on a logarithmic scale: a row for each question, a point for each style. The table below"
            " has the figures.",
            costs.WAREHOUSE,
            lambda narrow: questions_chart(largest, 230 if narrow else 520, by_number=narrow),
        ),
        "overview": questions.overview(asked, largest),
        "whole": costs.whole(measurements),
        "styles": costs.styles(measurements),
        "growth_chart": chart(
            "A build of each style, with what it stands on, at each size",
            "Lines, both scales logarithmic: processor seconds of a build by delivered rows, a line for each"
            " style. The table below has the figures.",
            costs.WAREHOUSE,
            lambda narrow: growth_chart(measurements, 220 if narrow else 600),
        ),
        "changes": costs.changes(root),
    }


def _serving(measurements: Sequence[Measurement]) -> dict[str, Any]:
    largest = measurements[-1]
    lines = f"{largest['input_rows']['fct_order_lines']:,} order lines"
    return {
        "break_evens": costs.break_evens(measurements),
        "refreshes": costs.refreshes(largest),
        "break_even_chart": chart(
            f"What a refresh and its reads cost, at {lines}",
            "Four panels, one an aggregate, both scales logarithmic: processor seconds by reads per refresh,"
            " a line for view, table, incremental table and materialized view. A circle marks from how many"
            " reads on storing costs less than the view; the table below has the figures.",
            costs.SERVING,
            lambda narrow: break_even_chart(largest, ORDINARY, *((220, 1) if narrow else (300, 2))),
        ),
    }


def _deliveries(project: Project, connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    months = months_of_systems(connection)
    newest = newest_delivery(connection)
    open_month = not is_complete(newest, newest)
    note = f"The lighter month is not over: deliveries until {newest.isoformat()}." if open_month else ""
    personal: dict[str, list[str]] = {}
    for column in personal_columns(project):
        personal.setdefault(column.relation.replace("__", "."), []).append(column.name)
    refused = refused_rows(connection, personal)
    ledger = challenges(connection)
    revenue = revenue_by_month(connection)
    return {
        "newest": newest,
        "oldest": min((one.month for one in months), default=newest),
        "revenue_chart": chart(
            "Net revenue by month, the answer of all styles to q01",
            "A line of net revenue in EUR by month. A month that is not over is a point of its"
            " own. The table below has the figures.",
            "make build",
            lambda narrow: charts.revenue_chart(revenue, newest, 230 if narrow else 680),
            f"{newest:%B %Y} is not over: its point stands for sales until {newest.isoformat()}."
            if open_month
            else "",
        ),
        "delivered_chart": chart(
            "Delivered rows by month and system",
            "Stacked bars: rows delivered in each month by each system. The tables below have the figures.",
            "make build",
            lambda narrow: charts.delivered_chart(months, newest, 230 if narrow else 680),
            note,
        ),
        "refused_chart": chart(
            "Rows that were not accepted, by month and system",
            "Bars: duplicates and quarantined rows of each month by system, on a scale of their own, for they"
            " are few. The tables below have the figures.",
            "make build",
            lambda narrow: charts.refused_chart(months, 230 if narrow else 680),
        ),
        "systems": _by_system(months),
        "months": _by_month(months, newest),
        "revenue": Table(
            "Net revenue by month",
            ["month", "net revenue, EUR", "deliveries"],
            [[text(month), text(round(value, 2)), _state(month, newest)] for month, value in revenue],
            "make build",
            {"net revenue, EUR"},
        ),
        "refused": Table(
            "What was not accepted and why; the first row of each kind, personal values covered",
            ["source", "verdict", "rule", "rows", "first on", "key", "why", "row as delivered"],
            [
                [
                    Cell(one.record_source),
                    Cell(one.verdict),
                    Cell(one.rule.replace("_", " ")),
                    text(one.count),
                    text(one.batch_date),
                    Cell(one.business_key),
                    Cell(one.reason),
                    Cell(one.row),
                ]
                for one in refused
            ],
            "make build",
            {"rows"},
        ),
        "ledger": Table(
            f"{len(ledger)} things that go wrong on purpose, each with a test named so in tests/challenges/",
            ["challenge", "where", "key", "what it is", "what must show up"],
            [
                [
                    Cell(one.name.replace("_", " ")),
                    Cell(one.place),
                    Cell(one.business_key),
                    Cell(one.what_it_is),
                    Cell(one.must_show_up),
                ]
                for one in ledger
            ],
            "make build",
        ),
    }


def _by_month(months: Sequence[MonthOfSystem], newest: dt.date) -> Table:
    columns = ["month", "system", "delivered", "accepted", "duplicates", "quarantined", "deliveries"]
    rows = [
        [
            text(one.month),
            Cell(one.system),
            *map(text, (one.delivered, one.accepted, one.duplicates, one.quarantined)),
            _state(one.month, newest),
        ]
        for one in months
    ]
    return Table("Rows by month and system", columns, rows, "make build", set(columns[2:-1]))


def _state(month: dt.date, newest: dt.date) -> Cell:
    return Cell("whole month" if is_complete(month, newest) else f"until {newest.isoformat()}")


def _by_system(months: Sequence[MonthOfSystem]) -> Table:
    columns = ["system", "delivered", "accepted", "duplicates", "quarantined", "accepted of delivered"]
    rows = []
    for system in sorted({one.system for one in months}):
        own = [one for one in months if one.system == system]
        delivered, accepted = sum(one.delivered for one in own), sum(one.accepted for one in own)
        duplicates, quarantined = sum(one.duplicates for one in own), sum(one.quarantined for one in own)
        part = Cell(f"{accepted / delivered:.3%}", accepted / delivered) if delivered else share(0)
        rows.append([Cell(system), *map(text, (delivered, accepted, duplicates, quarantined)), part])
    caption = (
        "Rows of all deliveries and what became of them: delivered = accepted + duplicates + quarantined"
    )
    return Table(caption, columns, rows, "make build", set(columns[1:]))


def _machine(what: str, measurements: Sequence[Measurement]) -> str:
    largest = measurements[-1]["machine"]
    return (
        f"The figures of {what} were measured on {largest['date']} on {largest['cores']} cores of "
        f"{largest['processor']} with {largest['memory_gb']} GB of memory, DuckDB {largest['duckdb']}, dbt "
        f"{largest['dbt-core']} and Python {largest['python']}; load when the largest size began: "
        f"{largest['load_at_start']}."
    )
