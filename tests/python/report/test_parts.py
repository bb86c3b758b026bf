"""Charts and tables: a period that is not over is told apart, and cells sort by what they mean."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from benchmarks.drawing import as_file, decades, drawn, is_drawn_from
from report.built import MonthOfSystem
from report.charts import delivered_chart, refused_chart, revenue_chart
from report.tables import Cell, Table, is_number, text

MONTHS = [dt.date(2024, 1, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 1)]
UNFINISHED = dt.date(2024, 3, 12)


def test_the_month_that_is_not_over_is_a_point_beside_the_line() -> None:
    spec = revenue_chart([(month, 100.0) for month in MONTHS], UNFINISHED)
    states = [value["state"] for value in spec["data"]["values"]]
    assert states == ["whole month", "whole month", "until 2024-03-12"]
    whole = revenue_chart([(month, 100.0) for month in MONTHS], dt.date(2024, 3, 31))
    assert {value["state"] for value in whole["data"]["values"]} == {"whole month"}
    assert "until 2024-03-12" in drawn(spec)
    assert "until" not in drawn(whole)


def test_the_month_that_is_not_over_has_lighter_bars() -> None:
    months = [MonthOfSystem(month, "shop", 10, 10, 0, 0) for month in MONTHS]
    assert drawn(delivered_chart(months, UNFINISHED)).count('opacity="0.45"') == 1
    assert 'opacity="0.45"' not in drawn(delivered_chart(months, dt.date(2024, 3, 31)))


def test_a_drawing_takes_its_colours_from_the_page_and_a_file_has_its_own() -> None:
    spec: dict[str, Any] = {"data": {"values": [{"a": 1}]}, "mark": {"type": "bar", "color": "@style-vault"}}
    spec["encoding"] = {"x": {"field": "a", "type": "quantitative"}}
    assert 'fill="var(--style-vault)"' in drawn(spec)
    file = as_file(spec)
    assert "var(" not in file
    assert "#7d4fa6" in file
    assert is_drawn_from(file, spec)
    assert not is_drawn_from(file, {**spec, "width": 17})


def test_lines_of_a_logarithmic_axis_enclose_the_values() -> None:
    assert decades([0.3, 40.0]) == [0.1, 1.0, 10.0, 100.0]
    assert decades([10.0]) == [10.0, 100.0]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, Cell("")),
        (True, Cell("yes")),
        (1234, Cell("1,234", 1234)),
        (Decimal("-0.50"), Cell("-0.50", -0.5)),
        (dt.date(2024, 1, 2), Cell("2024-01-02", 738887.0)),
        ("Kraków", Cell("Kraków")),
    ],
)
def test_a_cell_sorts_by_its_value(value: Any, cell: Cell) -> None:
    assert text(value) == cell


def test_a_column_of_numbers_is_known_also_with_nulls() -> None:
    assert is_number([1, None, Decimal(2)])
    assert not is_number([1, "x"])
    assert not is_number([True])
    assert not is_number([None])


def test_a_row_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="costs: 2 columns, and a row with 1 cells"):
        Table("costs", ["a", "b"], [[Cell("1")]], "make build")


def test_few_refused_rows_are_counted_in_whole_numbers() -> None:
    months = [MonthOfSystem(MONTHS[0], "shop", 10, 9, 0, 1), MonthOfSystem(MONTHS[0], "web", 10, 0, 0, 10)]
    duplicates, quarantined = refused_chart(months)["vconcat"]
    assert duplicates["encoding"]["y"]["axis"]["values"] == [0, 1]
    assert quarantined["encoding"]["y"]["axis"]["values"] == [0, 3, 6, 9, 12]
