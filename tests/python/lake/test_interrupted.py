"""A publish that is killed, and several at once: each table is as it was before or as it is after."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import duckdb
import pytest
from pyiceberg.catalog.sql import SqlCatalog
from pyiceberg.exceptions import CommitFailedException
from pyiceberg.table import Transaction

from tests.python.lake.shop import SALES, Rows, Shop
from tools.publish import ObstacleError, lake, rows
from tools.publish.products import Product
from tools.warehouse import ROOT

MEETING = 600.0  # seconds that one waits for the others, who come at once where nobody fails
# Publishes all tables, in a process that can be killed.
SCRIPT = """
import sys
from pathlib import Path
from tests.python.lake.shop import Shop
from tests.python.lake.test_interrupted import tables
shop = Shop.__new__(Shop)
shop.folder = Path(sys.argv[1])
shop.database = shop.folder / "touchstone.duckdb"
print("begins", flush=True)
for product in tables(int(sys.argv[2])):
    shop.publish(product)
"""


def tables(day: int) -> list[Product]:
    """Return the tables that there are on a day: three, and one that is new."""
    return [replace(SALES, name=name) for name in ("fct_a", "fct_b", f"fct_new_{day}", "fct_z")]


def _build(shop: Shop, day: int) -> None:
    for product in tables(day):
        shop.sql(
            f"create or replace table {product} as select uuid() as sale_key, "
            "timestamp '2025-01-01' + interval 1 day * cast(range % 90 as integer) as sold_at, "
            f"{day}.00::decimal(18, 2) as amount, 'x' as note, null as audit_loaded_at from range(200)"
        )


def test_a_publish_that_is_killed_leaves_each_table_before_or_after(shop: Shop) -> None:
    random.seed(7)
    before: dict[str, Rows] = {}
    whole = 0.0
    for day in range(5):
        _build(shop, day)
        command = [sys.executable, "-c", SCRIPT, str(shop.folder), str(day)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
            assert running.stdout is not None
            assert running.stdout.readline() == "begins\n"
            began = time.monotonic()
            if day == 0:
                assert running.wait() == 0
                whole = time.monotonic() - began
            else:
                time.sleep(random.uniform(0, whole))
                os.kill(running.pid, signal.SIGKILL)
        for product in tables(day):
            if not shop.catalog.table_exists(str(product)):
                assert product.name == f"fct_new_{day}"
                continue
            there = shop.published(product)
            whole_ones = [shop.expected(product), before.get(product.name)]
            assert there in whole_ones, f"{product} is neither before nor after"
            before[product.name] = there
    for product in tables(day):
        shop.publish(product)
        assert shop.published(product) == shop.expected(product)


def _at_the_same_time(shop: Shop, count: int = 4) -> list[lake.Outcome]:
    """Publish from several threads that have all read the table before any of them commits."""
    outcomes: list[lake.Outcome] = []
    met = threading.Barrier(count)
    commit = Transaction.commit_transaction

    def together(transaction: Transaction) -> object:
        if threading.current_thread().name.endswith("first try"):
            threading.current_thread().name = "later try"
            met.wait(timeout=MEETING)
        return commit(transaction)

    with pytest.MonkeyPatch.context() as patch, rows.connect(shop.database) as warehouse:
        patch.setattr(Transaction, "commit_transaction", together)
        patch.setattr("pyiceberg.table.CreateTableTransaction.commit_transaction", _meeting(met))

        def run(reader: duckdb.DuckDBPyConnection) -> None:
            outcomes.append(lake.publish(shop.catalog, reader, SALES, {}))

        threads = [
            threading.Thread(target=run, args=[warehouse.cursor()], name=f"{number} first try")
            for number in range(count)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(outcomes) == count, "nobody failed"
    return outcomes


def _meeting(met: threading.Barrier) -> Callable[[Transaction], object]:
    from pyiceberg.table import CreateTableTransaction

    commit = CreateTableTransaction.commit_transaction

    def together(transaction: Transaction) -> object:
        if threading.current_thread().name.endswith("first try"):
            threading.current_thread().name = "later try"
            met.wait(timeout=MEETING)
        return commit(transaction)

    return together


def test_of_several_at_once_one_publishes_and_the_others_find_it_done(shop: Shop) -> None:
    shop.sell(1, "2025-01-05")
    outcomes = _at_the_same_time(shop)
    assert [outcome.is_changed for outcome in outcomes].count(True) == 1
    assert shop.published() == shop.expected()
    # rows in a new partition take nothing away that another could miss
    shop.sell(2, "2025-02-05")
    outcomes = _at_the_same_time(shop)
    assert [outcome.is_changed for outcome in outcomes].count(True) == 1
    assert shop.published() == shop.expected()
    assert len(shop.table().metadata.snapshots) == 2
    assert len(shop.files()) == 2, "those that were beaten left no files"


def test_who_is_beaten_all_the_time_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.sell(1, "2025-01-05")

    def beaten(*_: object, **__: object) -> None:
        raise CommitFailedException("somebody was first")

    with monkeypatch.context() as patch:
        patch.setattr(SqlCatalog, "commit_table", beaten)
        with pytest.raises(ObstacleError, match=r"kimball\.fct_sales: somebody else changed .* 5 attempts"):
            shop.publish()
    assert shop.files() == set()
    shop.publish()
    assert shop.published() == shop.expected()


def test_a_table_dropped_while_it_is_published_is_named(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.sell(1, "2025-01-05")
    shop.publish()
    shop.sell(2, "2025-01-06")
    commit = Transaction.commit_transaction

    def late(transaction: Transaction) -> object:
        shop.catalog.drop_table(str(SALES))
        return commit(transaction)

    with monkeypatch.context() as patch:
        patch.setattr(Transaction, "commit_transaction", late)
        with pytest.raises(ObstacleError, match=r"kimball\.fct_sales: was dropped .*\n.*\nRun make publish"):
            shop.publish()
    assert shop.publish().is_new
    assert shop.published() == shop.expected()


def test_files_that_are_gone_are_named(shop: Shop) -> None:
    shop.sell(1, "2025-01-05")
    shop.publish()
    folder = shop.folder / "lake" / "kimball"
    folder.rename(shop.folder / "elsewhere")
    with pytest.raises(ObstacleError, match=r"kimball\.fct_sales: the catalog has the table, but its files"):
        shop.publish()
    shop.catalog.drop_table(str(SALES))
    assert shop.publish().is_new
