"""How the diffs of docs/cost_of_change are counted, and that those that went stale are found."""

from pathlib import Path

import pytest

from tests.python.tools.conftest import MakeProject
from tools.cost_of_change import Cost, CostError, block, cost_line, diff_table, read_diff, with_block
from tools.keep_style import STYLES
from tools.lint.cost import check_cost_of_change

PAGE = "docs/cost_of_change.md"
MARKED = "# Cost\n<!-- diffs: counted -->\nold\n<!-- end -->\n\n<!-- rows: measured -->\n<!-- end -->\n"


def diff(path: str) -> str:
    """A diff that adds a line to a file of two lines and takes the second one out."""
    return (
        f"diff --git a/{path} b/{path}\n--- a/{path}\n+++ b/{path}\n"
        "@@ -1,2 +1,3 @@\n select\n-    a\n+    a,\n+    b\n"
    )


def project_files() -> dict[str, str]:
    """A project in which each style has a model and a diff of it; that of the vault is in already."""
    files = {PAGE: MARKED}
    for style in STYLES:
        model = f"{STYLES[style].folders[0]}/of_{style}.sql"
        files[model] = "select\n    a,\n    b\n" if style == "vault" else "select\n    a\n"
        files[f"docs/cost_of_change/{style}.diff"] = diff(model)
    return files


def counted(make_project: MakeProject) -> dict[str, str]:
    """The files of a project whose page counts its diffs."""
    files = project_files()
    root = make_project(files).root
    return {**files, PAGE: with_block(MARKED, "diffs", diff_table(root))}


def test_a_diff_is_counted_by_files_lines_and_models(tmp_path: Path) -> None:
    folder = tmp_path / "docs/cost_of_change"
    folder.mkdir(parents=True)
    text = diff("models/gold/obt/obt_orders.sql") + diff("models/gold/obt/_obt__models.yml")
    (folder / "obt.diff").write_text(text, encoding="utf-8")
    read = read_diff("obt", tmp_path)
    assert (len(read.paths), read.added, read.removed, read.models) == (2, 4, 2, ("obt_orders",))


def test_a_style_costs_what_it_stands_on_too(make_project: MakeProject) -> None:
    *_, obt, vault = diff_table(make_project(project_files()).root)
    assert obt.endswith("| 1 | +2 -1 | 1 | 3 files, 9 lines |")
    assert vault.endswith("| 1 | +2 -1 | 1 | 1 file, 3 lines |")


def test_rows_are_listed_by_table_and_compared_with_all() -> None:
    cost = Cost(anew={"b": 1000, "a": 2}, touched={}, row_count=2004, answer=())
    assert cost_line("obt", cost) == "| obt | `a` 2, `b` 1,000 | none | 1,002 of 2,004 (50.0 %) |"


def test_only_what_is_between_the_marks_is_written() -> None:
    page = with_block(MARKED, "diffs", ["new"])
    assert page == MARKED.replace("old", "new")
    assert (block(page, "diffs"), block(page, "rows")) == (["new"], [])
    with pytest.raises(CostError, match="has 0 blocks '<!-- others"):
        with_block(MARKED, "others", [])


def test_a_page_that_counts_its_diffs_has_no_problem(make_project: MakeProject) -> None:
    assert check_cost_of_change(make_project(counted(make_project))) == []


def test_a_diff_that_no_longer_applies_is_found(make_project: MakeProject) -> None:
    files = counted(make_project)
    files["models/gold/kimball/of_kimball.sql"] = "select\n    c\n"
    (problem,) = check_cost_of_change(make_project(files))
    assert (problem.path, problem.rule) == ("docs/cost_of_change/kimball.diff", "cost-of-change")


def test_a_diff_that_is_not_taken_into_the_vault_is_found(make_project: MakeProject) -> None:
    files = counted(make_project)
    files["models/silver/vault/of_vault.sql"] = "select\n    a\n"
    (problem,) = check_cost_of_change(make_project(files))
    assert problem.path == "docs/cost_of_change/vault.diff"


def test_a_page_that_counts_other_diffs_is_found(make_project: MakeProject) -> None:
    (problem,) = check_cost_of_change(make_project(project_files()))
    assert (problem.path, problem.rule) == (PAGE, "cost-of-change")
    assert "python -m tools.cost_of_change" in problem.message


def test_a_project_with_one_style_has_its_own_diff_checked_alone(make_project: MakeProject) -> None:
    files = {name: text for name, text in project_files().items() if "gold" not in name}
    del files["models/silver/vault/of_vault.sql"]
    assert check_cost_of_change(make_project(files)) == []
