"""The checks of what pages name and lead to: what they find, and what they leave alone."""

import pytest

from tests.python.tools.conftest import MakeProject, node
from tools.lint.pages import check_exposures, check_links, check_names

PAGE = "models/gold/kimball/_techniques.md"
ANSWER = "models/gold/questions/q01_sales/q01_sales__inmon.sql"


def test_a_name_that_is_nowhere_is_found_with_its_line(make_project: MakeProject) -> None:
    text = "first\n```\n`not_read`\n```\n`fct_sales` and `fct_gone`\n"
    project = make_project({PAGE: text}, [node("models/gold/kimball/fct_sales.sql")])
    (found,) = check_names(project)
    assert (found.path, found.line) == (PAGE, 5)
    assert "fct_gone" in found.message


def test_columns_and_beginnings_of_names_count(make_project: MakeProject) -> None:
    fact = node("models/gold/kimball/fct_sales.sql", columns={"customer_key": {"name": "customer_key"}})
    assert check_names(make_project({PAGE: "`fct_` has `customer_key`"}, [fact])) == []


@pytest.mark.parametrize("to", ["gone.md", "other.md#gone", "#gone", "../docs/gone/"])
def test_a_link_that_leads_nowhere_is_found(to: str, make_project: MakeProject) -> None:
    files = {"docs/page.md": f"# Page\n\n[words]({to})\n", "docs/other.md": "# It is there, too\n"}
    (found,) = check_links(make_project(files))
    assert (found.path, found.line, found.rule) == ("docs/page.md", 3, "link")


def test_links_that_lead_somewhere_pass(make_project: MakeProject) -> None:
    links = "[a](other.md#it-is-there-too) [b](https://elsewhere.example/x) [c](../docs) [d](#page)"
    files = {
        "docs/page.md": f"# Page\n{links}\n",
        "docs/other.md": "# It is there, too\n",
        PAGE: "[from the root](docs/page.md)",
    }
    assert check_links(make_project(files)) == []


@pytest.mark.parametrize("description", ["", "The board report."])
def test_a_page_says_what_is_on_it(description: str, make_project: MakeProject) -> None:
    project = make_project()
    project.manifest["exposures"] = {"a": _page("board_report", description)}
    (found,) = check_exposures(project)
    assert (found.path, found.rule) == ("models/_exposures.yml", "description")


def test_an_answer_is_on_its_questions_page(make_project: MakeProject) -> None:
    project = make_project(nodes=[node(ANSWER)])
    project.manifest["exposures"] = {"a": _page("q01_sales", "What do we sell?", "q01_sales__kimball")}
    (found,) = check_exposures(project)
    assert (found.path, found.rule) == (ANSWER, "question-page")
    project.manifest["exposures"] = {"a": _page("q01_sales", "What do we sell?", "q01_sales__inmon")}
    assert check_exposures(project) == []


def _page(name: str, description: str, *answers: str) -> dict[str, object]:
    return {
        "name": name,
        "description": description,
        "original_file_path": "models/_exposures.yml",
        "depends_on": {"nodes": list(answers)},
    }
