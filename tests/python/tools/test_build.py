"""`make build` says what a person can put right, and where to look next."""

import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tools.build import ObstacleError, check_database, explain, main, where_next
from tools.warehouse import ROOT, database_path

DATABASE = Path("/data/touchstone.duckdb")


def _new_database(path: Path) -> Path:
    duckdb.connect(str(path)).close()
    return path


def test_a_database_that_can_be_written_is_no_obstacle(tmp_path: Path) -> None:
    check_database(tmp_path / "new" / "touchstone.duckdb")
    assert (tmp_path / "new").is_dir()
    database = _new_database(tmp_path / "touchstone.duckdb")
    before = database.read_bytes()
    check_database(database)
    assert database.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database, but a text of some length"])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, content: bytes) -> None:
    database = tmp_path / "touchstone.duckdb"
    database.write_bytes(content)
    with pytest.raises(
        ObstacleError, match=r"touchstone\.duckdb is not a database .*\nExpected: .*\nMove the file"
    ):
        check_database(database)


@pytest.mark.parametrize("database", ["file/touchstone.duckdb", "folder"])
def test_what_cannot_be_written_is_named(tmp_path: Path, database: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(
        ObstacleError, match=r"(?:file|folder) cannot be written: .*\nExpected: .*\nWhat is there stays"
    ):
        check_database(tmp_path / database)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            'IO Error: Could not set lock on file "/data/touchstone.duckdb": Conflicting lock is held in '
            "/usr/bin/python3.11 (PID 42). See also https://duckdb.org/docs",
            "is in use by /usr/bin/python3.11 (PID 42).",
        ),
        (
            'IO Error: Could not set lock on file "/data/touchstone.duckdb": held elsewhere',
            "in use by another program",
        ),
        (
            'Failed to commit: Could not write file "/data/touchstone.duckdb.wal": No space left on device',
            "is full that holds",
        ),
        ('Failed to commit: Could not write file "/data/touchstone.duckdb.wal": File too large', "is full"),
        ('Could not write file "/data/touchstone.duckdb": Disk quota exceeded', "your share of it, is full"),
        ('IO Error: The file "x" exists, but it is not a valid DuckDB database file!', "is not a database"),
        ('IO Error: Cannot open file "/data/touchstone.duckdb": Permission denied', "cannot be written"),
    ],
)
def test_causes_outside_the_data_are_told(line: str, said: str) -> None:
    message = explain(["Running with dbt", line], DATABASE)
    assert message is not None
    assert said in message
    assert str(DATABASE) in message
    assert "\nExpected: " in message


def test_a_day_that_does_not_exist_is_told() -> None:
    message = explain(["ValueError: day is out of range for month"], DATABASE)
    assert message is not None
    assert message.startswith("--vars names a day that does not exist.\nExpected: YYYY-MM-DD")


def test_an_error_in_the_data_is_left_to_dbt() -> None:
    assert explain(["Failure in test grain_x", "Got 3 results, configured to fail if != 0"], DATABASE) is None


def test_the_database_is_the_one_of_the_profile(tmp_path: Path) -> None:
    assert database_path({}, tmp_path) == tmp_path / "warehouse" / "touchstone.duckdb"
    assert database_path({"TOUCHSTONE_DB": "/x/y.duckdb"}, tmp_path) == Path("/x/y.duckdb")
    assert database_path({"TOUCHSTONE_TARGET": "postgres"}, tmp_path) is None


def test_the_command_that_it_shows_runs(tmp_path: Path) -> None:
    database = _new_database(tmp_path / "touchstone.duckdb")
    with duckdb.connect(str(database)) as connection:
        connection.execute("create schema staging")
        connection.execute(
            "create table staging.stg_delivery_accounts as select 'shop.orders' as record_source"
        )
    (command,) = (line.strip() for line in where_next(database).splitlines() if " -c " in line)
    done = subprocess.run(command, shell=True, cwd=ROOT, capture_output=True, text=True, check=False)
    assert "shop.orders" in done.stdout, done.stderr


def test_a_database_in_use_ends_the_build_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # another project, which is parsed at once, with this one's profile
    settings = "name: small\nprofile: touchstone\nmodel-paths: [models]\n"
    (tmp_path / "dbt_project.yml").write_text(settings, encoding="utf-8")
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "one.sql").write_text("select 1 as one", encoding="utf-8")
    shutil.copy(ROOT / "profiles.yml", tmp_path)
    database = tmp_path / "touchstone.duckdb"
    monkeypatch.setattr("tools.build.ROOT", tmp_path)
    monkeypatch.setenv("TOUCHSTONE_DB", str(database))
    # another process, for this one's lock would be gone when it has looked at the file
    code = f"import duckdb; c = duckdb.connect({str(database)!r}); print('held', flush=True); input()"
    command = [sys.executable, "-c", code]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        assert main([]) != 0
        holder.kill()
    said = capsys.readouterr().err
    assert f"{database} is in use by" in said
    assert f"(PID {holder.pid})" in said
    assert "Traceback" not in said
    assert main([]) == 0
