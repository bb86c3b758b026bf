"""A warehouse with a year in it, for all tests of this folder."""

from pathlib import Path

import pytest

from tests.python.replay.replays import UNTIL, run


@pytest.fixture(scope="session")
def replayed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database that a year filled half-year by half-year, compared with one build, and tested."""
    database = tmp_path_factory.mktemp("replay") / "touchstone.duckdb"
    result = run(database, "--by", "half-year", "--until", UNTIL)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "the styles answered alike as of 1 earlier day" in result.stdout
    assert "the snapshots hold the history of every extract" in result.stdout
    assert "tables hold the same rows as after one build from nothing" in result.stdout
    return database
