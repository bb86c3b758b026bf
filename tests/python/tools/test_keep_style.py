"""What `tools.keep_style` leaves is a project that dbt parses without a warning."""

import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tools.keep_style import copy_project, keep, kept_with, surplus
from tools.warehouse import ROOT

QUESTION = "models/gold/questions/q01_revenue"
SETTINGS = yaml.safe_load((ROOT / "dbt_project.yml").read_text(encoding="utf-8"))
LISTED = SETTINGS["vars"]["styles"]


def _write(root: Path, *paths: str) -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("", encoding="utf-8")


def _files(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_a_style_stays_with_what_it_stands_on() -> None:
    assert kept_with("obt") == ["inmon", "kimball", "obt"]
    assert kept_with("vault") == ["vault"]


def test_folders_and_answers_of_the_other_styles_go(tmp_path: Path) -> None:
    stays = ["models/silver/inmon/party/parties.sql", "models/bronze/shop/brz_shop__orders.sql"]
    stays += [
        f"{QUESTION}/_q01__docs.md",
        f"{QUESTION}/_q01__inmon.yml",
        f"{QUESTION}/q01_revenue__inmon.sql",
    ]
    goes = ["models/gold/kimball/dim_date.sql", "tests/vault/rebuilt.sql"]
    goes += [f"{QUESTION}/_q01__kimball__unit_tests.yml", f"{QUESTION}/q01_revenue__obt.sql"]
    _write(tmp_path, *stays, *goes)
    settings = tmp_path / "dbt_project.yml"
    colours = "{+docs: {node_color: '#000000'}}"
    before = f"vars:\n  styles: [inmon, kimball, vault]\nmodels:\n  inmon: {colours}\n  kimball: {colours}\n"
    settings.write_text(before, encoding="utf-8")
    keep(tmp_path, "inmon")
    assert _files(tmp_path) == sorted([*stays, "dbt_project.yml"])
    after = f"vars:\n  styles: [inmon]\nmodels:\n  inmon: {colours}\n"
    assert settings.read_text(encoding="utf-8") == after
    assert list(surplus(tmp_path, "inmon")) == []


def test_nothing_goes_where_the_styles_are_not_listed(tmp_path: Path) -> None:
    _write(tmp_path, "models/gold/kimball/dim_date.sql", "dbt_project.yml")
    with pytest.raises(ValueError, match=r"dbt_project\.yml: expected one line '  styles: \[\.\.\.\]'"):
        keep(tmp_path, "inmon")
    assert (tmp_path / "models/gold/kimball/dim_date.sql").is_file()


@pytest.mark.parametrize("style", LISTED)
def test_what_is_left_parses_without_a_warning(tmp_path: Path, style: str) -> None:
    copy_project(tmp_path)
    keep(tmp_path, style)
    dbt = Path(sys.executable).with_name("dbt")
    command = [str(dbt), "--no-use-colors", "--warn-error", "parse", "--no-partial-parse"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]
