"""The comparison of views and materialized views: its arithmetic, and its page."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import results
from benchmarks.blocks import rendered
from benchmarks.drawing import is_drawn_from
from benchmarks.serving.chart import break_even_chart
from benchmarks.serving.costs import BreakEven, Price, break_even, prices
from benchmarks.serving.page import BLOCKS, DRAWING, ORDINARY, PAGE
from tools.warehouse import ROOT

STALE = "the figures have changed: run  python -m benchmarks serving --page"


def test_a_stored_choice_pays_from_the_reads_that_repay_its_refresh() -> None:
    priced = {
        "view": Price(0.0, 3.0),
        "table": Price(10.0, 1.0),
        "incremental": Price(6.0, 1.0),
        "materialized_view": Price(4.0, 1.0),
    }
    even = break_even(priced)
    assert even == BreakEven("materialized_view", 2.0)
    assert priced["view"].of(2.0) == priced[even.choice].of(2.0)
    assert break_even(priced | {"view": Price(0.0, 1.0)}).reads is None


def test_prices_are_those_of_the_day_and_of_what_is_read() -> None:
    def choice(read: float, *refreshes: float) -> dict[str, object]:
        reads = {part: {"warm": {"cpu": read * times}} for part, times in (("whole", 10), ("part", 1))}
        kinds = zip(("appended", "ordinary"), refreshes, strict=False)
        return {"read": reads, "refresh": {kind: {"cpu": cost} for kind, cost in kinds}}

    aggregate = {
        "choices": {
            "view": choice(5.0),
            "table": choice(1.0, 7.0, 8.0),
            "incremental": choice(2.0, 3.0, 4.0),
            "materialized_view": choice(3.0, 1.0, 2.0),
        }
    }
    # what is stored is read alike, whatever wrote it
    assert prices(aggregate, "ordinary") == {
        "view": Price(0.0, 50.0),
        "table": Price(8.0, 20.0),
        "incremental": Price(4.0, 20.0),
        "materialized_view": Price(2.0, 20.0),
    }
    assert prices(aggregate, "appended", "part")["materialized_view"] == Price(1.0, 2.0)


def test_figures_of_other_sizes_and_aggregates_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    results.add("serving", {"size": 10, "aggregates": {"a": 1, "b": 1}})
    results.add("serving", {"size": 1, "aggregates": {"a": 2}})
    results.add("serving", {"size": 10, "aggregates": {"a": 3}})
    assert results.load("serving") == [
        {"size": 1, "aggregates": {"a": 2}},
        {"size": 10, "aggregates": {"a": 3, "b": 1}},
    ]


def test_the_page_shows_the_figures_that_were_measured() -> None:
    measurements = results.load("serving")
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert rendered(text, BLOCKS, measurements) == text, STALE
    drawing = (ROOT / DRAWING).read_text(encoding="utf-8")
    assert is_drawn_from(drawing, break_even_chart(measurements[-1], ORDINARY)), STALE
    with pytest.raises(KeyError, match="no_such_block"):
        rendered("<!-- figures: no_such_block -->\n<!-- end of figures -->", BLOCKS, measurements)
