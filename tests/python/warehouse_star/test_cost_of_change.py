"""The diffs that bring one more attribute into the styles do so, on a warehouse that is there already."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tools.cost_of_change import IN_PROJECT, QUESTIONS, apply, read_diff
from tools.keep_style import STYLES, copy_project

Answer = list[tuple[Any, ...]]


@pytest.fixture(scope="module")
def answers(at_once: Warehouse, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Answer]:
    """Who had agreed to the newsletter, by style, after the tables that changed were built anew."""
    folder = tmp_path_factory.mktemp("cost_of_change")
    copy_project(folder / "project")
    styles = [style for style in STYLES if style != IN_PROJECT]
    for style in styles:
        apply(style, folder / "project")
    changed = [model for style in styles for model in read_diff(style).models]
    warehouse = Warehouse(Project(folder / "dbt", folder / "project"), folder)
    shutil.copy(at_once.database, warehouse.database)
    landing = at_once.folder / "landing"
    _run(warehouse, landing, "--full-refresh", "--select", *changed)
    hangs_on_it = [f"{model}+" for model in changed]
    _run(warehouse, landing, "--select", *hangs_on_it, "--exclude", "config.materialized:view")
    return {style: warehouse.query(question) for style, question in QUESTIONS.items()}


def test_the_question_about_the_attribute_has_one_answer(answers: dict[str, Answer]) -> None:
    assert answers["kimball"] == answers["inmon"]
    assert answers["obt"] == answers["inmon"]
    assert answers["vault"] == answers["inmon"]


def test_a_consent_is_told_by_what_it_was_then_and_what_it_is_now(answers: dict[str, Answer]) -> None:
    assert {(then, now) for then, now, _ in answers["inmon"]} >= {(None, None), (None, True), (False, False)}


def _run(warehouse: Warehouse, landing: Path, *arguments: str) -> None:
    variables = yaml.safe_dump({"landing": str(landing)})
    result = warehouse.project.invoke(warehouse.database, ["run", *arguments, "--vars", variables])
    assert result.success, result.exception or [str(run.message) for run in result.result if run.message]
