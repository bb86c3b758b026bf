"""Whoever reads while a view is refreshed, or after that was cut short, sees the old rows or the new ones."""

from __future__ import annotations

import os
import signal
import threading
import time

import duckdb
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.python.materialized_view.refreshed import Refreshed

IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
VIEWS = ("countries", "daily_returns", "daily_sales", "net_sales")
CONTENTS = {name: f"select * from serving.{name} order by all" for name in VIEWS}

Contents = dict[str, list[tuple[object, ...]]]


def contents(views: Refreshed) -> Contents:
    """Return the rows of each view."""
    return {name: views.query(query) for name, query in CONTENTS.items()}


@pytest.fixture(scope="module")
def pending(built: Refreshed, tmp_path_factory: pytest.TempPathFactory) -> Refreshed:
    """A database large enough for a refresh to take a while, whose inputs have changed since the last one."""
    made = built.copy(tmp_path_factory.mktemp("pending"))
    sales = (
        "insert into input.sales select number + {start}, date '2024-01-01' + cast(number % 6 as integer),"
        " ['a', 'b', 'c'][number % 3 + 1], number % 1000, number % 120, date '2024-01-09', timestamp '{at}'"
        " from range({count}) as numbers (number)"
    )
    made.write(sales.format(start=100, at="2024-01-09", count=200_000))
    made.refresh_and_compare(*VIEWS)
    made.write(
        sales.format(start=500_000, at="2024-01-10", count=20_000),
        "update input.returns set amount = amount + 1",
    )
    return made


@pytest.fixture(scope="module")
def whole(pending: Refreshed, tmp_path_factory: pytest.TempPathFactory) -> tuple[Contents, float]:
    """What the views hold after a refresh that is left alone, and how many seconds it takes."""
    views = pending.copy(tmp_path_factory.mktemp("whole"))
    started = time.monotonic()
    views.refresh(*VIEWS)
    seconds = time.monotonic() - started
    return contents(views), seconds


def refresh_and_kill(views: Refreshed, seconds: float) -> None:
    """Refresh in a process of its own, and kill that after some seconds."""
    child = os.fork()
    if child == 0:
        try:
            views.refresh(*VIEWS)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


@settings(
    max_examples=20 if IS_SOAK else 2,
    derandomize=not IS_SOAK,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
# dbt itself takes the first third
@given(moment=st.floats(0.3, 1.0))
def test_killed_at_any_moment(
    pending: Refreshed,
    whole: tuple[Contents, float],
    tmp_path_factory: pytest.TempPathFactory,
    moment: float,
) -> None:
    refreshed, seconds = whole
    views = pending.copy(tmp_path_factory.mktemp("killed"))
    before = contents(views)
    refresh_and_kill(views, moment * seconds)
    after = contents(views)
    for name in VIEWS:
        assert after[name] in (before[name], refreshed[name]), f"{name} holds a mixture"
    views.refresh_and_compare(*VIEWS)
    assert contents(views) == refreshed


def test_a_reader_sees_the_old_rows_or_the_new_ones(
    pending: Refreshed, whole: tuple[Contents, float], tmp_path_factory: pytest.TempPathFactory
) -> None:
    refreshed, _ = whole
    views = pending.copy(tmp_path_factory.mktemp("read"))
    expected = [contents(views)["daily_sales"], refreshed["daily_sales"]]
    seen: list[list[tuple[object, ...]]] = []
    errors: list[str] = []
    is_done = threading.Event()

    def read() -> None:
        # the settings of dbt's own connection: inside one process they have to be the same
        with duckdb.connect(
            str(views.database), config={"storage_compatibility_version": "v1.4.0"}
        ) as reading:
            is_last = False
            while not is_last:
                # once more after the last refresh, however seldom this thread had its turn before
                is_last = is_done.is_set()
                try:
                    rows = reading.execute(CONTENTS["daily_sales"]).fetchall()
                except duckdb.Error as error:
                    errors.append(str(error))
                    return
                if not seen or seen[-1] != rows:
                    seen.append(rows)

    reader = threading.Thread(target=read)
    reader.start()
    while not seen and reader.is_alive():
        time.sleep(0.001)
    try:
        # from all to nothing new, then a full refresh of the same rows
        views.refresh("daily_sales")
        views.refresh("daily_sales", options=["--full-refresh"])
    finally:
        is_done.set()
        reader.join()
    assert errors == []
    assert seen == expected
