"""The pages that a person reads name only what is there, and lead only to what is there."""

import posixpath
import re
from collections.abc import Iterator

from tools.lint.documentation import says_nothing
from tools.lint.problem import Problem
from tools.lint.project import Node, Project
from tools.lint.sql_text import line_at

QUESTIONS = "models/gold/questions/"

_NAME = re.compile(r"`([a-z][a-z0-9_]+)`")
_FENCED = re.compile(r"^```.*?^```[^\n]*$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*?) *$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z]+:")


def check_names(project: Project) -> list[Problem]:
    """Refuse a name in backticks, on a page in models/, that is no node, column, page, test or macro.

    In the docs such a name is a link. One that ends in an underscore stands for all that begin with it.
    """
    pages = list(project.files("models", suffix=".md"))
    known = _names(project) if pages else set()
    problems = []
    for page in pages:
        text = _without_code(page.read_text(encoding="utf-8"))
        for match in _NAME.finditer(text):
            name = match[1]
            if name in known or (name.endswith("_") and any(other.startswith(name) for other in known)):
                continue
            message = f"nothing in the project is called {name}: name what is there, or take it out"
            problems.append(Problem(project.name(page), line_at(text, match.start()), "page-name", message))
    return problems


def check_links(project: Project) -> list[Problem]:
    """Refuse a link between files that leads to no file, or to no heading of it.

    Links on pages in models/ are read from the project's folder, those elsewhere from the file's own.
    """
    problems = []
    for name in project.repository_files:
        if not name.endswith(".md"):
            continue
        text = _without_code((project.root / name).read_text(encoding="utf-8"))
        folder = "" if name.startswith("models/") else posixpath.dirname(name)
        for match in _LINK.finditer(text):
            to = match[1]
            if _ELSEWHERE.match(to):
                continue
            path, _, heading = to.partition("#")
            target = (
                project.root / posixpath.normpath(posixpath.join(folder, path))
                if path
                else project.root / name
            )
            if not target.exists():
                message = f"{to} leads nowhere: there is no {target.relative_to(project.root).as_posix()}"
            elif heading and heading not in _headings(target.read_text(encoding="utf-8")):
                message = f"{to} leads nowhere: no heading of that file is called so"
            else:
                continue
            problems.append(Problem(name, line_at(text, match.start()), "link", message))
    return problems


def check_exposures(project: Project) -> list[Problem]:
    """Refuse a page without a description, and an answer to a question that is not on the question's page."""
    exposures = list(project.manifest.get("exposures", {}).values())
    problems = [
        Problem(
            str(page["original_file_path"]),
            1,
            "description",
            f"{page['name']}: the description is empty or repeats the name: say what a reader finds there",
        )
        for page in exposures
        if says_nothing(str(page["name"]), str(page["description"]))
    ]
    answers = {str(page["name"]): set(page["depends_on"]["nodes"]) for page in exposures}
    return [*problems, *_answers_without_page(project.nodes("model"), answers)]


def _answers_without_page(models: list[Node], answers: dict[str, set[str]]) -> Iterator[Problem]:
    for node in models:
        path, question = str(node["original_file_path"]), str(node["name"]).partition("__")[0]
        if path.startswith(QUESTIONS) and node["unique_id"] not in answers.get(question, set()):
            file = f"_{question[:3]}__exposure.yml"
            message = f"{node['name']} is not on its question's page: let {question} in {file} depend on it"
            yield Problem(path, 1, "question-page", message)


def _names(project: Project) -> set[str]:
    """The names of nodes, their columns, pages, tests and macros."""
    names: set[str] = set()
    for kind in ("nodes", "unit_tests", "macros", "exposures"):
        for item in project.manifest.get(kind, {}).values():
            names.add(str(item["name"]).removeprefix("test_"))
            names.update(item.get("columns", {}))
    return names


def _headings(text: str) -> set[str]:
    """The headings of a file, as links write them."""
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
        for heading in _HEADING.findall(_without_code(text))
    }


def _without_code(text: str) -> str:
    """Return a text whose code blocks are empty lines, so that places in it stay where they are."""
    return _FENCED.sub(lambda match: "\n" * match[0].count("\n"), text)
