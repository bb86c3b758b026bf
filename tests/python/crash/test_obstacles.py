"""A disk that is full or cannot be written ends `make build` with what to do; the tables stay readable."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.python.crash.runs import SLICE, Job, kinds_of_nodes
from tests.python.crash.stand import Stand
from tests.python.warehouse.dbt_runner import DATABASE_FILE, Project
from tests.python.warehouse.digests import assert_same
from tools.warehouse import ROOT

ROOM = 256 * 1024  # bytes that are free beside the database


def on_a_small_disk(
    folder: Path, database: Path, arguments: list[str], *, remounted: str = ""
) -> tuple[int, str]:
    """Run `tools.build` on a copy of a database that lies on a disk of its own.

    The disk is there for the command alone; what was on it is copied to the folder afterwards. Returns the
    exit code and what the command wrote to stderr.
    """
    disk, kept = folder / "disk", folder / "kept"
    disk.mkdir()
    kept.mkdir()
    build = shlex.join([sys.executable, "-m", "tools.build", *arguments])
    size = database.stat().st_size + ROOM
    script = (
        f"mount -t tmpfs -o size={size} tmpfs {disk} && cp {database} {disk} || exit 90;"
        f"{remounted} {build} >{folder / 'out'} 2>{folder / 'err'}; code=$?; cp {disk}/* {kept}; exit $code"
    )
    done = subprocess.run(
        ["unshare", "--map-root-user", "--mount", "sh", "-c", script],
        cwd=ROOT,
        env={**os.environ, "TOUCHSTONE_DB": str(disk / DATABASE_FILE)},
        check=False,
        capture_output=True,
    )
    if not (folder / "err").exists():
        pytest.skip(f"no disk of its own can be mounted here: {done.stderr.decode()}")
    return done.returncode, (folder / "err").read_text(encoding="utf-8")


def test_a_database_that_can_only_be_read_is_named_and_stays(tmp_path: Path) -> None:
    database = tmp_path / DATABASE_FILE
    with duckdb.connect(str(database)) as connection:
        connection.execute("create table kept as select 42 as answer")
    code, said = on_a_small_disk(
        tmp_path, database, [], remounted=f"mount -o remount,ro {tmp_path / 'disk'} || exit 90;"
    )
    assert code == 2
    assert f"{tmp_path / 'disk'} cannot be written: Read-only file system.\nExpected: " in said
    assert "What is there stays as it is and can be read. To write, give yourself access" in said
    with duckdb.connect(str(tmp_path / "kept" / DATABASE_FILE), read_only=True) as connection:
        assert connection.execute("from kept").fetchall() == [(42,)]


@pytest.mark.soak
def test_a_full_disk_is_named_and_every_table_stays(project: Project, stand: Stand, tmp_path: Path) -> None:
    scratch = ["--target-path", str(tmp_path / "target"), "--log-path", str(tmp_path / "logs")]
    arguments = ["--select", *SLICE, *kinds_of_nodes(), "--vars", f"{{landing: {stand.landing}}}"]
    code, said = on_a_small_disk(tmp_path, stand.before.job.database, [*arguments, *scratch])
    assert code == 1, said
    assert f"is full that holds {tmp_path / 'disk' / DATABASE_FILE}" in said
    assert "\nExpected: room for the database" in said
    job = Job(project, tmp_path / "kept" / DATABASE_FILE, stand.landing)
    assert job.tables().keys() >= stand.before.job.tables().keys()
    job.run()
    assert_same(stand.increment.held, job.held())
