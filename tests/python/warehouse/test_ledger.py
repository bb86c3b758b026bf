"""Every data challenge of the ledger has its test, and every test its challenge."""

from __future__ import annotations

import csv
import re

from tests.python.warehouse.landing import PROJECT


def test_ledger_and_tests_name_the_same_challenges() -> None:
    ledger = PROJECT / "seeds" / "reference" / "reference__data_challenges.csv"
    with ledger.open(newline="", encoding="utf-8") as stream:
        listed = [row["challenge_id"] for row in csv.DictReader(stream)]
    assert len(listed) == len(set(listed)) > 20
    tests = {
        path.stem: path.read_text(encoding="utf-8") for path in (PROJECT / "tests/challenges").glob("*.sql")
    }
    assert set(tests) == set(listed)
    for name, sql in tests.items():
        assert re.findall(r"challenge\('(\w+)'", sql) == [name]
