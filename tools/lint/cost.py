"""The diffs that show what a change costs still apply, and the page counts them as they are."""

from tools.cost_of_change import (
    DIFFS,
    IN_PROJECT,
    PAGE,
    WRITTEN_BY,
    CostError,
    apply,
    block,
    diff_table,
    there,
)
from tools.keep_style import STYLES
from tools.lint.problem import Problem
from tools.lint.project import Project


def check_cost_of_change(project: Project) -> list[Problem]:
    """Refuse a diff that does not apply, and a page that counts the diffs otherwise than they are."""
    problems: list[Problem] = []
    styles = there(project.root)
    for style in styles:
        try:
            apply(style, project.root, project.root, back=style == IN_PROJECT, only_check=True)
        except CostError as error:
            message = f"{error}: make the change in a copy of the project and write its diff here"
            problems.append(Problem(f"{DIFFS}/{style}.diff", 1, "cost-of-change", message))
    page = project.root / PAGE
    if len(styles) == len(STYLES) and block(page.read_text(encoding="utf-8"), "diffs") != diff_table(
        project.root
    ):
        message = f"it does not count the diffs as they are: run {WRITTEN_BY}"
        problems.append(Problem(PAGE, 1, "cost-of-change", message))
    return problems
