"""The check of the page of techniques: what it finds, and what it leaves alone."""

from tests.python.tools.conftest import MakeProject, node
from tools.lint.techniques import PAGE, check_techniques


def test_a_name_that_is_nowhere_is_found_with_its_line(make_project: MakeProject) -> None:
    project = make_project(
        {PAGE: "first\n`fct_sales` and `fct_gone`\n"}, [node("models/gold/kimball/fct_sales.sql")]
    )
    problems = check_techniques(project)
    assert [(problem.path, problem.line) for problem in problems] == [(PAGE, 2)]
    assert "fct_gone" in problems[0].message


def test_columns_and_beginnings_of_names_count(make_project: MakeProject) -> None:
    fact = node("models/gold/kimball/fct_sales.sql", columns={"customer_key": {"name": "customer_key"}})
    assert check_techniques(make_project({PAGE: "`fct_` has `customer_key`"}, [fact])) == []


def test_a_project_without_the_star_has_nothing_to_check(make_project: MakeProject) -> None:
    assert check_techniques(make_project()) == []
