"""`python -m tools.postgres COMMAND...` runs a command with dbt's target on a PostgreSQL server.

Where the environment names a server (PGHOST), the command gets that one, with PGPORT, PGUSER, PGPASSWORD and
PGDATABASE. Otherwise it gets a server of its own, reached by a socket in a folder that is removed at the end.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

# Where Debian keeps them, a folder a version; elsewhere they are on the PATH.
DEBIAN = Path("/usr/lib/postgresql")
PROGRAMS = ("initdb", "pg_ctl", "createdb")
# The server and its owner refuse to be root.
_OWNERS = ("postgres", "nobody")
NAME = "touchstone"

_MISSING = (
    "No PostgreSQL server is named and the programs to start one are missing: initdb, pg_ctl, createdb.\n"
    "Expected: those of PostgreSQL 15 or later in /usr/lib/postgresql or on the PATH, or PGHOST set.\n"
    "Install them (Debian: apt-get install postgresql) or set PGHOST, PGUSER and PGDATABASE."
)


class ObstacleError(Exception):
    """Something outside this project that a person has to put right."""


def programs(debian: Path = DEBIAN, path: str | None = None) -> Path:
    """Return the folder of the newest PostgreSQL's programs; `path` stands for the PATH.

    Raises:
        ObstacleError: there is none.
    """
    folders = [folder for folder in debian.glob("*/bin") if folder.parent.name.isdecimal()]
    folders.sort(key=lambda folder: int(folder.parent.name), reverse=True)
    found = shutil.which("initdb", path=path)
    if found:
        folders.append(Path(found).resolve().parent)
    for folder in folders:
        if all((folder / program).is_file() for program in PROGRAMS):
            return folder
    raise ObstacleError(_MISSING)


@contextmanager
def server(folder_of_programs: Path) -> Iterator[dict[str, str]]:
    """Start a server that nobody else can reach, and yield the environment that leads to it."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    owner = _owner()
    if owner:
        shutil.chown(folder, owner)
    data, log = folder / "data", folder / "log"
    wait = ("--wait", "--timeout", "600")

    def run(program: str, *arguments: str | Path) -> None:
        command = [folder_of_programs / program, *arguments]
        done = subprocess.run(command, cwd=folder, user=owner, capture_output=True, text=True, check=False)
        if done.returncode:
            said = log.read_text() if log.is_file() else done.stdout
            raise ObstacleError(f"{program} failed: {done.stderr.strip()}\n{said.strip()}")

    try:
        # C.UTF-8: texts are ordered by their characters' codes, as DuckDB orders them
        options = ["--username", NAME, "--auth", "trust", "--encoding", "UTF8", "--locale", "C.UTF-8"]
        run("initdb", "--pgdata", data, "--no-sync", *options)
        # nothing in it outlives the command, so that nothing need reach the disk
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off -c timezone=UTC"
        settings += " -c wal_level=minimal -c max_wal_senders=0 -c max_wal_size=4GB"
        settings += " -c shared_buffers=256MB -c work_mem=64MB"
        run("pg_ctl", "start", "--pgdata", data, "--log", log, *wait, "--options", settings)
        run("createdb", "--host", folder, "--username", NAME, NAME)
        yield {"PGHOST": str(folder), "PGPORT": "5432", "PGUSER": NAME, "PGDATABASE": NAME}
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "stop", "--pgdata", data, "--mode", "immediate", *wait)
        shutil.rmtree(folder)


def _owner() -> str | None:
    """Return the user that the server runs as, or None for the one who asks."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _OWNERS if name in known)


def main(command: Sequence[str], environment: Mapping[str, str] = os.environ) -> int:
    """Run the command, or look only whether it could be run where there is none, and return its exit code."""
    target = {"TOUCHSTONE_TARGET": "postgres", **environment}
    try:
        if environment.get("PGHOST"):
            return subprocess.run(command, env=target, check=False).returncode if command else 0
        found = programs()
        if not command:
            return 0
        with server(found) as address:
            return subprocess.run(command, env={**target, **address}, check=False).returncode
    except ObstacleError as error:
        print(error, file=sys.stderr)
        return 1


def _stop(_signal: int, _frame: object) -> None:
    sys.exit(1)


if __name__ == "__main__":
    # so that the server is stopped too
    signal.signal(signal.SIGTERM, _stop)
    sys.exit(main(sys.argv[1:]))
