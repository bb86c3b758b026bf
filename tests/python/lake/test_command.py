"""The command, on the warehouse that `make build` has made, and what it says when it cannot go on."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.python.guides.guides import SHELL, blocks_of
from tests.python.guides.register import ELSEWHERE
from tests.python.guides.typed import Shell
from tools.build import main as build
from tools.publish import lake, products
from tools.publish.__main__ import main
from tools.warehouse import ROOT, database_path

GUIDE = ROOT / "docs" / "publish_as_iceberg.md"


@pytest.fixture(scope="module")
def target() -> Path:
    """The target folder of dbt for what `make build` has made; it is made where there is none."""
    database = database_path()
    assert database is not None
    folder = ROOT / os.environ.get("DBT_TARGET_PATH", "target")
    if not database.is_file() or not (folder / "manifest.json").is_file():
        assert build([]) == 0
    return folder


@pytest.fixture(scope="module")
def folder(target: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder into which the warehouse is published once; its name has a blank."""
    made = tmp_path_factory.mktemp("lake") / "of tables"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TOUCHSTONE_PUBLISHED", str(made))
        assert main(["--target-path", str(target)]) == 0
        yield made


def _nodes(target: Path) -> dict[str, Any]:
    nodes = json.loads((target / "manifest.json").read_text())["nodes"].values()
    return {f"{node['schema']}.{node['name']}": node for node in nodes if node["resource_type"] == "model"}


def test_every_table_of_gold_is_published_with_all_that_is_said_of_it(target: Path, folder: Path) -> None:
    catalog = lake.open_catalog("lake", folder)
    nodes = _nodes(target)
    published = products.products(target)
    assert {"kimball.dim_customer", "kimball.fct_order_lines", "obt.obt_orders"} <= set(map(str, published))
    for product in published:
        table = catalog.load_table(str(product))
        node = nodes[str(product)]
        assert table.properties["comment"] == node["description"]
        columns = {name for name in node["columns"] if not name.startswith("audit_") or name == "audit_key"}
        assert {field.name for field in table.schema().fields} == columns
        assert all(field.doc for field in table.schema().fields)
        by = node["config"]["meta"].get("iceberg_partition_by")
        assert table.spec().is_unpartitioned() == (by is None)
        summary = table.current_snapshot().summary
        assert summary["touchstone.as-of-date"] == "2025-12-31"
        assert len(summary["touchstone.dbt-invocation-id"]) == 36


def test_a_second_publish_finds_nothing_and_the_check_finds_the_same_rows(
    target: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.metadata.json")}
    assert main(["--target-path", str(target)]) == 0
    assert capsys.readouterr().out.startswith("0 of ")
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.metadata.json")} == before
    assert main(["--target-path", str(target), "--check"]) == 0
    assert "tables, the same rows in the warehouse and in Iceberg" in capsys.readouterr().out


def test_what_is_selected_is_published_too_and_what_differs_is_named(
    target: Path, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    catalog = lake.open_catalog("lake", folder)
    select = ["--target-path", str(target), "--select", "dim_customer_current", "dim_brand"]
    assert main([*select, "--check"]) == 1
    assert "kimball.dim_customer_current: is not published\n1 of 2 tables" in capsys.readouterr().out
    found = products.products(target, select[-2:])
    monkeypatch.setattr("tools.publish.__main__.products", lambda *_: found)
    assert main(select) == 0, "a view"
    assert catalog.table_exists("kimball.dim_customer_current")
    catalog.load_table("kimball.dim_brand").delete()
    assert main([*select, "--keep", "1"]) == 0
    assert len(catalog.load_table("kimball.dim_brand").metadata.snapshots) == 1
    assert main([*select, "--check"]) == 0
    catalog.load_table("kimball.dim_brand").transaction().remove_properties(lake.STATE).commit_transaction()
    capsys.readouterr()
    assert main(select) == 1, "the other one is published all the same"
    said = capsys.readouterr()
    assert "kimball.dim_brand: the Iceberg table of this name was not published from here." in said.err
    assert "0 of 1 tables changed" in said.out


def _stops(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 2
    return capsys.readouterr().err


def test_what_stands_in_the_way_is_named(
    target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    to = ["--target-path", str(target)]
    monkeypatch.setenv("TOUCHSTONE_PUBLISHED", str(tmp_path / "lake"))
    with monkeypatch.context() as patch:
        patch.setenv("TOUCHSTONE_DB", str(tmp_path / "touchstone.duckdb"))
        assert "touchstone.duckdb does not exist.\nExpected:" in _stops(capsys, *to)
        (tmp_path / "touchstone.duckdb").write_text("none")
        assert "touchstone.duckdb cannot be read: " in _stops(capsys, *to)
        (tmp_path / "touchstone.duckdb").unlink()
        with duckdb.connect(str(tmp_path / "touchstone.duckdb")) as built:
            built.execute(
                "create schema bronze; create table bronze.brz_reference__deliveries "
                "(batch_date date, audit_invocation_id varchar, audit_loaded_at timestamp)"
            )
            built.execute("insert into bronze.brz_reference__deliveries values ('2025-01-01', 'x', now())")
            assert "cannot be read: Connection Error" in _stops(capsys, *to), "somebody is writing to it"
        assert main(to) == 1
        assert "kimball.dim_brand: is not in the warehouse.\nExpected:" in capsys.readouterr().err
    with monkeypatch.context() as patch:
        patch.setenv("TOUCHSTONE_TARGET", "postgres")
        assert "TOUCHSTONE_TARGET names another engine" in _stops(capsys, *to)
    with monkeypatch.context() as patch:
        patch.setattr("tools.publish.__main__.find_spec", lambda _: None)
        assert "Run make publish, which sets up .venv-lake" in _stops(capsys, *to)
    assert "dbt does not understand --select state:new" in _stops(capsys, *to, "--select", "state:new")
    assert "manifest.json cannot be read" in _stops(capsys, "--target-path", str(tmp_path))


def test_a_catalog_that_cannot_be_used_is_named(
    target: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    to = ["--target-path", str(target)]
    monkeypatch.setattr(lake, "PATIENCE", 0.1)
    occupied = tmp_path / "a_file"
    occupied.write_text("")
    monkeypatch.setenv("TOUCHSTONE_PUBLISHED", str(occupied / "lake"))
    assert "a_file/lake cannot be written: " in _stops(capsys, *to)
    monkeypatch.setenv("TOUCHSTONE_PUBLISHED", str(tmp_path / "lake"))
    lake.open_catalog("lake", tmp_path / "lake")
    with sqlite3.connect(tmp_path / "lake" / "catalog.db") as held:
        held.execute("begin exclusive")
        said = _stops(capsys, *to)
        assert "the catalog cannot be used: database is locked" in said
        held.rollback()
    (tmp_path / "lake" / "catalog.db").write_text("no database at all")
    assert "The catalog: the catalog cannot be used: file is not a database" in _stops(capsys, *to)


def test_pyiceberg_s_own_configuration_names_another_catalog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYICEBERG_CATALOG__OTHER__TYPE", "rest")
    monkeypatch.setenv("PYICEBERG_CATALOG__OTHER__URI", "http://127.0.0.1:1/nobody")
    with pytest.raises(Exception, match=r"127\.0\.0\.1.*1"):
        lake.open_catalog("other", tmp_path / "lake")
    assert not (tmp_path / "lake").exists()


def test_the_guides_own_commands_do_what_it_says(
    target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "published"
    monkeypatch.setenv("TOUCHSTONE_PUBLISHED", str(made))
    assert main(["--target-path", str(target), "--select", "dim_brand", "fct_order_lines"]) == 0
    shell = Shell(ROOT, {"$PWD/warehouse/published": str(made), "warehouse/published": str(made)})
    said = [
        shell.run(command)
        for block in blocks_of(GUIDE)
        if block.kind in SHELL
        for command in block.commands
        if command not in ELSEWHERE
    ]
    assert len(said) == 2
    assert "store" in said[0]
    assert lake.open_catalog("lake", made).list_tables("kimball") == [("kimball", "fct_order_lines")]
