"""What the same models cost on each engine: how it is measured, and the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks import results
from benchmarks.blocks import rendered
from benchmarks.engines import measure
from benchmarks.engines.page import BLOCKS, PAGE
from tools.warehouse import ROOT

STALE = "the figures have changed: run  python -m benchmarks engines --page"


def _measurement(size: int, **engines: dict[str, Any]) -> dict[str, Any]:
    machine = {"date": "2026-01-01", "cores": 2, "processor": "P", "memory_gb": 8, "load_at_start": "0.1"}
    return {"size": size, "machine": machine, "delivered_rows": 10, "engines": engines}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands, noted and not run: the n-th one takes n seconds, a parse 100."""
    commands: list[list[str]] = []

    def run(command: list[str], _environment: dict[str, str]) -> float:
        commands.append(list(command))
        return 100.0 if "parse" in command else float(len(commands))

    monkeypatch.setattr(measure, "_run", run)
    return commands


def test_each_step_is_a_command_and_the_parse_is_not_counted(tmp_path: Path, ran: list[list[str]]) -> None:
    engine = measure._Engine({}, ["dbt"], ["land"])
    engine.bytes = lambda: 7
    found = measure._measured(engine, tmp_path, tmp_path)
    assert found == {"land": 1.0, "build": 3.0, "day": 5.0, "one_model": 7.0, "bytes": 7}
    days = [command[command.index("--vars") + 1] for command in ran]
    assert ["batch_date" in day for day in days] == [False] + [True] * 6
    assert days[1] != days[3]
    assert days[3] == days[5]
    assert not any("--select" in command for command in ran if "build" in command)


def test_a_part_is_selected_in_the_build_and_in_the_day(tmp_path: Path, ran: list[list[str]]) -> None:
    measure._measured(measure._Engine({}, ["dbt"], None), tmp_path, tmp_path, ["+sales_order_lines"])
    built = [command for command in ran if "build" in command]
    assert len(built) == 2
    assert all(command[command.index("--select") + 1] == "+sales_order_lines" for command in built)


def test_a_server_that_cannot_be_asked_is_named_with_what_sets_it_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measure, "ROOT", tmp_path)
    with pytest.raises(RuntimeError, match=r"no \.venv-spark/bin/python: set it up by  make test-spark"):
        measure._program(".venv-spark", "python")


def test_an_engine_is_compared_with_duckdb_at_its_own_size() -> None:
    duckdb = {"build": 10.0, "day": 4.0, "one_model": 1.0, "bytes": 2_000_000}
    spark = {"land": 3.0, "build": 25.0, "day": 5.0, "one_model": 9.0, "bytes": 1_000_000}
    lines = list(
        BLOCKS["costs"]([_measurement(1, duckdb=duckdb), _measurement(9, duckdb=duckdb, spark=spark)])
    )
    assert lines[0] == "|  | DuckDB, size 1 | DuckDB, size 9 | Spark with Iceberg, size 9 |"
    assert "| to land all deliveries | not needed | not needed | 3 s |" in lines
    assert "| to build, DuckDB's being 1 | 1.0 | 1.0 | 2.5 |" in lines
    assert "| bytes on disk | 2 MB | 2 MB | 1 MB |" in lines


def test_engines_are_measured_one_at_a_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    results.add("engines", _measurement(1, duckdb={"build": 1.0}))
    results.add("engines", _measurement(1, spark={"build": 2.0}))
    [found] = results.load("engines")
    assert found["engines"] == {"duckdb": {"build": 1.0}, "spark": {"build": 2.0}}


def test_a_part_of_the_models_is_a_measurement_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(results, "FOLDER", tmp_path)
    steps = {"build": 10.0, "day": 4.0, "one_model": 1.0, "bytes": 2_000_000}
    results.add("engines", _measurement(9, duckdb=steps))
    part = _measurement(9, duckdb=steps | {"build": 3.0}) | {"selected": ["+a", "b"], "order_lines": 1234}
    results.add("engines", part)
    results.add("engines", part)
    whole, part = results.load("engines")
    assert "| to build | 10 s |" in list(BLOCKS["costs"]([whole, part]))
    assert "| to build | 3 s |" in list(BLOCKS["part"]([whole, part]))
    (told,) = BLOCKS["machine"]([whole, part])
    assert "size 9 (10 delivered rows), size 9 of `+a` `b` (10 delivered rows, 1,234 order lines)" in told


def test_what_was_measured_on_another_day_or_machine_is_said_by_itself() -> None:
    first, second = _measurement(1), _measurement(9)
    second["machine"] = second["machine"] | {"date": "2026-02-02", "processor": "Q"}
    told = list(BLOCKS["machine"]([first, second]))
    assert [line.partition(" with")[0] for line in told] == [
        "Measured on 2026-01-01 on 2 cores of P",
        "Measured on 2026-02-02 on 2 cores of Q",
    ]


def test_the_page_shows_the_figures_that_were_measured() -> None:
    text = (ROOT / PAGE).read_text(encoding="utf-8")
    assert rendered(text, BLOCKS, results.load("engines")) == text, STALE
