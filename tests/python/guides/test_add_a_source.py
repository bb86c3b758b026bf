"""The change that docs/add_a_source_a_model_a_test.md makes is made, and says what the guide shows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import duckdb
import pytest

from orchestration.quality.relations import relations_of
from orchestration.quality.suites import load_suites
from orchestration.quality.validation import validator
from tests.python.guides.guides import SHELL, SHOWN, Block, blocks_of
from tests.python.guides.register import ELSEWHERE
from tests.python.guides.typed import Shell, copy_folders, missing, with_environment
from tests.python.warehouse.dbt_runner import DATABASE_FILE, Project
from tools.keep_style import copy_project
from tools.warehouse import ROOT

GUIDE = ROOT / "docs" / "add_a_source_a_model_a_test.md"
LANDING = "docs/add_a_source/landing"
UNIT_TEST = "a_corrected_month_holds_its_newest_spend"
BLOCKS = list(blocks_of(GUIDE))
QUALITY = "orchestration.quality"


@dataclass(frozen=True)
class Changed:
    """A copy of the project with the change in it, what it was parsed to, and its database."""

    folder: Path
    project: Project
    database: Path
    said: dict[Block, str]  # what the commands of a block said


def copy_of_the_project(folder: Path) -> None:
    copy_project(folder)
    copy_folders(folder, "docs/add_a_source", "orchestration", "tools")
    with_environment(folder)


def dbt(project: Project, folder: Path, database: Path, arguments: list[str]) -> tuple[str, bool]:
    """Run dbt in this process and return what it said, and whether it succeeded."""
    said: list[str] = []
    given = [argument.replace(LANDING, str(folder / LANDING)) for argument in arguments]
    result = project.invoke(database, given, said)
    return "\n".join(said), bool(result.success)


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """What the guide comes to. To parse once, its diffs are applied before all else."""
    scratch = tmp_path_factory.mktemp("add_a_source")
    folder, database = scratch / "project", scratch / DATABASE_FILE
    copy_of_the_project(folder)
    commands = [(block, command) for block in BLOCKS if block.kind in SHELL for command in block.commands]
    diffs = [command for _, command in commands if command.startswith("git apply ")]
    shell = Shell(folder, {"/tmp/spends.duckdb": str(database)})
    for command in diffs:
        shell.run(command)
    project = Project(scratch / "dbt", folder)
    shell.dbt = lambda arguments: dbt(project, folder, database, arguments)
    said: dict[Block, str] = {}
    done: set[str] = set()
    for block, command in commands:
        if command not in done and command not in diffs and command not in ELSEWHERE:
            said[block] = said.get(block, "") + shell.run(command)
            done.add(command)
    return Changed(folder, project, database, said)


def test_what_the_guide_shows_is_what_is_said(changed: Changed) -> None:
    shown = {before: block.text for before, block in pairwise(BLOCKS) if block.kind == SHOWN}
    assert len(shown) == 4
    assert {
        block.line: missing(text, changed.said[block])
        for block, text in shown.items()
        if block in changed.said
    } == {block.line: [] for block in shown if block in changed.said}


def test_a_delivery_is_accepted_but_for_the_rows_that_break_a_rule(changed: Changed) -> None:
    with duckdb.connect(str(changed.database), read_only=True) as connection:
        verdicts = connection.execute(
            "select verdict, count(*) from staging.chk_finance__marketing_spends "
            "where batch_date = '2026-02-05' group by 1 order by 1"
        ).fetchall()
    assert verdicts == [("accepted", 4), ("quarantined", 2)]


def test_the_expectations_see_what_the_guide_says(changed: Changed) -> None:
    (block,) = (block for block in BLOCKS if QUALITY in block.text)
    shown = BLOCKS[BLOCKS.index(block) + 1].text
    tables = [
        after
        for word, after in zip(block.text.split(), block.text.split()[1:], strict=False)
        if word == "--table"
    ]
    suites = load_suites(changed.folder / "orchestration" / "expectations")
    with validator(changed.database, relations_of(changed.project.known)) as validated:
        results = [result for suite in suites if suite.table in tables for result in validated.run(suite)]
    said = [f"{result.expectation.severity:8} {result.summary}" for result in results if not result.passed]
    assert len(said) == len(shown.splitlines())
    assert missing(shown, "\n".join(said)) == []


def test_the_unit_test_fails_where_the_model_is_broken(changed: Changed) -> None:
    assert any(f"PASS marketing_spends::{UNIT_TEST}" in said for said in changed.said.values())
    arguments = ["test", "--select", UNIT_TEST]
    with changed.project.with_sql("marketing_spends", "where is_current", "where true"):
        said, succeeded = dbt(changed.project, changed.folder, changed.database, arguments)
    assert not succeeded, said
    assert f"FAIL 1 marketing_spends::{UNIT_TEST}" in said


@pytest.mark.soak
def test_the_guide_as_it_is_typed(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    copy_of_the_project(folder)
    shell = Shell(folder, {"/tmp/spends": str(tmp_path / "spends")})
    for block, after in zip(BLOCKS, [*BLOCKS[1:], None], strict=True):
        if block.kind in SHELL:
            said = "".join(shell.run(command) for command in block.commands)
            assert after is None or after.kind != SHOWN or missing(after.text, said) == []
