"""`make build`: runs `dbt build`, then says where to look next.

    python -m tools.build [arguments of dbt build]

What a person can put right outside the data (a database in use, no write access, a full disk, a file
that is no database) ends in one message that names the file, what was expected and what to do. Exits
with dbt's own code, or with 2 where dbt could not start.
"""

import logging
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tools.turns import only_writer
from tools.warehouse import ROOT, database_path

# A DuckDB file has these bytes behind the checksum that it begins with.
_MAGIC = b"DUCK"
_MAGIC_OFFSET = 8

_HELD_LOCK = re.compile(r"Could not set lock on file (?:.*held in (?P<holder>.+? \(PID \d+\)))?")
_FULL_DISK = re.compile(
    r"No space left on device|not enough (?:disk )?space|Disk quota exceeded|File too large", re.IGNORECASE
)
_UNREADABLE = re.compile(
    r"not a valid DuckDB database file|Trying to read a database file with version number"
)
_NO_SUCH_DAY = re.compile(r"ValueError: (day is out of range for month|month must be in 1\.\.12)")
_NO_ACCESS = re.compile(r"Permission denied|Read-only file system")


class ObstacleError(Exception):
    """What stands in the way of a build, outside the data; its text is for the person at the keyboard."""


def check_database(database: Path) -> None:
    """Make the database's folder if it is missing.

    Raises:
        ObstacleError: dbt could not create or write the file.
    """
    folder = database.parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ObstacleError(_no_access(folder, "a folder that this user can write", error)) from error
    if not database.exists():
        return
    try:
        with database.open("r+b") as file:
            head = file.read(_MAGIC_OFFSET + len(_MAGIC))
    except OSError as error:
        raise ObstacleError(
            _no_access(database, "a file that this user can read and write", error)
        ) from error
    if head[_MAGIC_OFFSET:] != _MAGIC:
        raise ObstacleError(_not_a_database(database))


def explain(lines: Iterable[str], database: Path) -> str | None:
    """Return what dbt's output says of a cause outside the data, or None if it says nothing of the kind."""
    for line in lines:
        if held := _HELD_LOCK.search(line):
            return (
                f"{database} is in use by {held['holder'] or 'another program'}.\n"
                "Expected: nothing else has the file open, for DuckDB lets one program write at a time.\n"
                "Close that program (a query console, a notebook, make ui with a run in progress) and run "
                "make build again: it goes on where it was."
            )
        if _FULL_DISK.search(line):
            return (
                f"The disk, or your share of it, is full that holds {database} or dbt's target/ and logs/.\n"
                "Expected: room for the database to be written twice over.\n"
                "Each table is as it was before this run or as this run made it, and can be read. Free some "
                "room, or move the file and name its new place with TOUCHSTONE_DB=/path/to/file.duckdb, "
                "and run make build again: it goes on where it was."
            )
        if _UNREADABLE.search(line):
            return _not_a_database(database)
        if _NO_SUCH_DAY.search(line):
            return (
                "--vars names a day that does not exist.\n"
                "Expected: YYYY-MM-DD, as in ARGS=\"--vars '{batch_date: 2024-06-30}'\".\n"
                "Nothing was loaded, the warehouse is as it was; give the right day and run make build again."
            )
        if _NO_ACCESS.search(line):
            return _no_access(database, "files that this user can write", line.strip())
    return None


def where_next(database: Path | None, root: Path = ROOT) -> str:
    """Return what to look at after a build."""
    pages = (
        "make ui     Dagster: the same models as assets, to run, watch and backfill\n"
        "make docs   every table and column, explained\n"
        "make report what each style costs, the questions side by side, and where each column comes from\n"
    )
    if database is None:
        return f"The warehouse is built. Next:\n\n{pages}"
    shown = database.relative_to(root) if database.is_relative_to(root) else database
    python = Path(sys.executable)
    if python.is_relative_to(root):
        python = python.relative_to(root)
    query = "from staging.stg_delivery_accounts"
    return (
        f"The warehouse is in {shown}. Next:\n\n"
        f"what came in, delivery by delivery, and what became of it:\n"
        f"  {python} -c \"import duckdb; duckdb.connect('{shown}', read_only=True).sql('{query}').show()\"\n"
        f"or, with DuckDB's own console:  duckdb -readonly {shown}\n"
        f"what was refused, and why: the views of the schema quarantine\n\n{pages}"
    )


def main(arguments: Sequence[str]) -> int:
    """Run `dbt build` with the arguments and return the exit code."""
    database = database_path()
    if database is not None:
        try:
            check_database(database)
        except ObstacleError as obstacle:
            print(f"\n{obstacle}", file=sys.stderr)
            return 2
    try:
        with only_writer(database, logging.getLogger(__name__)):
            return _build(arguments, database)
    except TimeoutError as error:
        print(f"\n{error}", file=sys.stderr)
        return 2


def _build(arguments: Sequence[str], database: Path | None) -> int:
    colours = [] if sys.stdout.isatty() else ["--no-use-colors"]
    command = [str(Path(sys.executable).with_name("dbt")), *colours, "build", *arguments]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    assert process.stdout is not None
    symptoms: list[str] = []
    try:
        symptoms.extend(_symptoms(_echo(process.stdout)))
    except KeyboardInterrupt:
        process.wait()
        return 130
    code = process.wait()
    if code == 0:
        print(f"\n{where_next(database)}", end="")
    elif database is not None and (cause := explain(symptoms, database)):
        print(f"\n{cause}", file=sys.stderr)
    else:
        print(
            "\nThe build stopped at an error: the first 'Failure in' or 'Error' above names the model or "
            "test and its file.\nThe whole log is logs/dbt.log. Put it right and run make build again.",
            file=sys.stderr,
        )
    return code


def _echo(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        sys.stdout.write(line)
        sys.stdout.flush()
        yield line


def _symptoms(lines: Iterable[str]) -> list[str]:
    signs = (_HELD_LOCK, _FULL_DISK, _UNREADABLE, _NO_SUCH_DAY, _NO_ACCESS)
    return [line for line in lines if any(sign.search(line) for sign in signs)]


def _no_access(path: Path, expected: str, error: OSError | str) -> str:
    reason = error.strerror if isinstance(error, OSError) else error
    return (
        f"{path} cannot be written: {reason}.\n"
        f"Expected: {expected}.\n"
        "What is there stays as it is and can be read. To write, give yourself access to it, or put the "
        "database elsewhere: TOUCHSTONE_DB=/path/to/file.duckdb make build"
    )


def _not_a_database(database: Path) -> str:
    return (
        f"{database} is not a database that this DuckDB can read.\n"
        "Expected: a file that an earlier build made, or none.\n"
        "Move the file away and run make build again: everything in it is built anew. "
        "Or name another file: TOUCHSTONE_DB=/path/to/file.duckdb make build"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
