"""The server that the tests get is gone when they are done, also when they are cut short."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.python.postgres.native import IS_GIVEN
from tools.warehouse import ROOT

pytestmark = pytest.mark.skipif(not IS_GIVEN, reason="needs a PostgreSQL server: make test-postgres")


def test_a_server_is_gone_when_its_command_is_stopped() -> None:
    environment = {name: text for name, text in os.environ.items() if not name.startswith("PG")}
    with subprocess.Popen(
        [sys.executable, "-m", "tools.postgres", "sh", "-c", 'echo "$PGHOST"; exec sleep 600'],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        folder = Path(running.stdout.readline().strip())
        pid = int((folder / "data" / "postmaster.pid").read_text().split()[0])
        assert (folder / ".s.PGSQL.5432").is_socket()
        running.terminate()
        assert running.wait(timeout=300) == 1
    assert not folder.exists()
    # it takes its file of the pid away before it ends
    until = time.monotonic() + 60
    while is_running(pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    """Return whether a process is there that is more than a name that nobody has asked for yet."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
