"""The guide to bringing one's own data says of each column what its contract says."""

from __future__ import annotations

import re

import pytest

from examples.contract import lines_of, main, read_seeds
from tools.warehouse import ROOT

GUIDE = (ROOT / "docs" / "bring_your_own_data.md").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^### (\w+\.\w+)\n(.*?)(?=^###? )", GUIDE, re.MULTILINE | re.DOTALL)
SMALL = re.findall(r"^\| `(\w+\.\w+)` \| (`.*?) \|", GUIDE, re.MULTILINE)
NUMBERS = {"batch_date", "delivery_number", "row_number"}


def may_be_empty(table: str) -> dict[str, bool]:
    """Return each column of a contract, and whether a row may lack it."""
    return {
        column["name"]: not column.get("config", {}).get("meta", {}).get("required", False)
        for column in read_seeds()[table]["columns"]
        if column["name"] not in NUMBERS
    }


@pytest.mark.parametrize(("table", "text"), SECTIONS, ids=[table for table, _ in SECTIONS])
def test_the_columns_of_a_table_and_which_may_be_empty(table: str, text: str) -> None:
    said = re.findall(r"^\| `(\w+)` \| (yes|no) \|", text, re.MULTILINE)
    assert {column: word == "yes" for column, word in said} == may_be_empty(table)


@pytest.mark.parametrize(("table", "text"), SMALL, ids=[table for table, _ in SMALL])
def test_the_columns_of_the_small_tables(table: str, text: str) -> None:
    said = re.findall(r"`(\w+)`( \(may be empty\))?", text)
    assert {column: bool(empty) for column, empty in said} == may_be_empty(table)


def test_all_tables_of_the_guide_were_found() -> None:
    assert len(SECTIONS) == 5
    assert len(SMALL) == 11


def test_a_contract_is_shown_with_what_a_row_needs(capsys: pytest.CaptureFixture[str]) -> None:
    shown = lines_of(read_seeds()["shop.payments"], {"payment_methods": ["card"], "currencies": ["EUR"]})
    assert shown[0] == "shop.payments: kind cdc, key payment_id"
    method = "  payment_method            text            required  one of card"
    assert f"{method} (the list payment_methods of vars.yml)" in shown
    assert "  authorisation_code        text            may be empty" in shown
    assert main(["crm.leads"]) == 1
    assert "There is no source table crm.leads" in capsys.readouterr().err
