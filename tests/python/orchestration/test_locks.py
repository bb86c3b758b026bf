"""One writer at a time, whoever starts it; a process that dies leaves nothing behind."""

import logging
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from tools.turns import only_writer

LOG = logging.getLogger("test")


def test_a_step_waits_for_another_and_then_goes_on(tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    other = FileLock(f"{database}.lock")
    other.acquire()
    said: list[str] = []

    class Log:
        def warning(self, msg: str) -> None:
            """Note it, and let the other end once it is known that it is waited for."""
            said.append(msg)
            other.release()

    with only_writer(database, Log(), patience=600):
        assert not other.is_locked
    assert said == [f"Waiting for another run that is using {database}"]


def test_a_step_gives_up_with_the_name_of_the_database(tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    with (
        FileLock(f"{database}.lock"),
        pytest.raises(TimeoutError, match=r"w\.duckdb was in use by another run for 0\.1 seconds"),
        only_writer(database, LOG, patience=0.1),
    ):
        raise AssertionError("two writers at once")


def test_the_turn_passes_on_after_an_error(tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    for _ in range(2):
        with pytest.raises(ZeroDivisionError), only_writer(database, LOG, patience=0):
            raise ZeroDivisionError


def test_the_turn_passes_on_when_the_holder_is_killed(tmp_path: Path) -> None:
    database = tmp_path / "w.duckdb"
    code = (
        "import logging, pathlib, time; from tools.turns import only_writer\n"
        f"with only_writer(pathlib.Path({str(database)!r}), logging.getLogger('x')):\n"
        "    print('held', flush=True); time.sleep(600)"
    )
    holder = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(TimeoutError), only_writer(database, LOG, patience=0.1):
        raise AssertionError("two writers at once")
    holder.kill()
    holder.wait()
    with only_writer(database, LOG, patience=0):
        pass


def test_other_engines_take_no_turns(tmp_path: Path) -> None:
    with only_writer(None, LOG), only_writer(None, LOG):
        assert list(tmp_path.iterdir()) == []
