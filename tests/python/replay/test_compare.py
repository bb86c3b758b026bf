"""The comparison of two databases: what it must find, and what it must leave out."""

from pathlib import Path

import duckdb
import pytest

from tools.compare import compare, main

BASE = """
create schema s; create schema landing; create schema snapshots;
create table s.t (id integer, amount decimal(18, 2), audit_loaded_at integer, audit_key integer);
insert into s.t values (1, 1.00, 7, 0), (1, 1.00, 7, 0), (2, null, 7, 0);
create table landing.raw (id integer);
create table snapshots.kept (id integer);
create view s.v as select 1 as one;
"""


def database(folder: Path, name: str, *statements: str) -> Path:
    path = folder / name
    with duckdb.connect(str(path)) as connection:
        connection.execute(BASE)
        for statement in statements:
            connection.execute(statement)
    return path


@pytest.fixture
def left(tmp_path: Path) -> Path:
    return database(tmp_path, "left.duckdb")


@pytest.mark.parametrize(
    "statement",
    [
        "update s.t set audit_loaded_at = 8",
        "insert into landing.raw values (1)",
        "insert into snapshots.kept values (1)",
        "create or replace view s.v as select 2 as two",
    ],
)
def test_audit_columns_landing_snapshots_and_views_are_left_out(
    left: Path, tmp_path: Path, statement: str
) -> None:
    assert compare(left, database(tmp_path, "right.duckdb", statement)) == (1, [])


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("update s.t set amount = 1.01 where id = 1", "2 rows"),
        ("update s.t set amount = 0 where id = 2", "1 rows"),
        ("update s.t set audit_key = 1 where id = 2", "1 rows"),
        ("insert into s.t values (1, 1.00, 7, 0)", "1 rows"),
        ("delete from s.t", "3 rows"),
        ("create table s.more (id integer)", "alone"),
        ("alter table s.t add column note text", "columns differ: note"),
        ("alter table s.t alter column id type bigint", "columns differ: id"),
    ],
)
def test_any_other_difference_is_found(left: Path, tmp_path: Path, statement: str, found: str) -> None:
    _, differences = compare(left, database(tmp_path, "right.duckdb", statement))
    assert any(found in str(difference) for difference in differences)


def test_the_exit_code_tells(left: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    same = database(tmp_path, "same.duckdb")
    other = database(tmp_path, "other.duckdb", "delete from s.t where id = 2")
    assert main([str(left), str(same)]) == 0
    assert main([str(left), str(other)]) == 1
    assert "s.t: 1 rows in" in capsys.readouterr().out
    assert main([str(left), str(tmp_path / "none.duckdb")]) == 2
    assert "none.duckdb does not exist" in capsys.readouterr().err
