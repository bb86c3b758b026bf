"""A command gets the server that is named; where none is, and none can be started, that is said."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools.postgres import PROGRAMS, ObstacleError, main, programs


def install(folder: Path, names: tuple[str, ...] = PROGRAMS) -> Path:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).touch(mode=0o755)
    return folder


def test_the_newest_programs_are_taken(tmp_path: Path) -> None:
    for version in ("9", "15", "16"):
        install(tmp_path / version / "bin", PROGRAMS if version != "16" else PROGRAMS[:1])
    assert programs(tmp_path, path="") == tmp_path / "15" / "bin"


def test_programs_are_found_on_the_path(tmp_path: Path) -> None:
    folder = install(tmp_path / "bin")
    assert programs(tmp_path / "none", path=str(folder)) == folder


def test_that_they_are_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(ObstacleError, match=r"missing: initdb, .*\nExpected: .*\nInstall them"):
        programs(tmp_path, path="")


def test_a_server_that_is_named_is_used(capfd: pytest.CaptureFixture[str]) -> None:
    asks = "import os; print(os.environ['PGHOST'], os.environ['TOUCHSTONE_TARGET']); raise SystemExit(7)"
    assert main([sys.executable, "-c", asks], {"PGHOST": "here"}) == 7
    assert capfd.readouterr().out == "here postgres\n"
