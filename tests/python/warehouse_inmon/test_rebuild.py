"""Inmon's tables can be run again and rebuilt; what cannot work says what does."""

from __future__ import annotations

from tests.python.warehouse.dbt_runner import Warehouse
from tests.python.warehouse_inmon.conftest import MODELS, rows


def test_a_run_without_news_writes_nothing(inmon: Warehouse) -> None:
    before = rows(inmon, with_bookkeeping=True)
    outcome = inmon.build(MODELS, None)
    assert outcome.success, outcome.messages
    assert rows(inmon, with_bookkeeping=True) == before


def test_a_parent_alone_is_not_rebuilt_and_the_message_says_what_works(inmon: Warehouse) -> None:
    before = rows(inmon, with_bookkeeping=True)
    outcome = inmon.build(["suppliers", "promotions"], None, full_refresh=True)
    assert not outcome.success
    assert "supplier_versions points to suppliers and is not selected" in outcome.message
    assert "promotion_versions points to promotions and is not selected" in outcome.message
    assert "dbt build --full-refresh -s promotions+ suppliers+" in outcome.message
    assert rows(inmon, with_bookkeeping=True) == before


def test_a_parent_is_rebuilt_with_what_points_to_it(inmon: Warehouse) -> None:
    before = rows(inmon, with_bookkeeping=False)
    outcome = inmon.build(["products+,path:models/silver/inmon"], None, full_refresh=True)
    assert outcome.success, outcome.messages
    assert rows(inmon, with_bookkeeping=False) == before


def test_versions_alone_are_rebuilt(inmon: Warehouse) -> None:
    before = rows(inmon, with_bookkeeping=False)
    outcome = inmon.build(["product_versions"], None, full_refresh=True)
    assert outcome.success, outcome.messages
    assert rows(inmon, with_bookkeeping=False) == before
