"""What a reader of the docs must find: grain, descriptions, contracts, and a word on each macro."""

import re
from collections.abc import Iterator

from tools.lint.problem import Problem
from tools.lint.project import Node, Project
from tools.lint.sql_text import line_at

_DEFINITION = re.compile(r"\{%-?\s*(?P<kind>macro|test|materialization)\s+(?P<name>\w+)")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_COMMENT_BEFORE = re.compile(r"#\}\s*$")
_ENGINE = re.compile(r"^(?:default|duckdb|postgres|spark)__")
_EMPTY = "the description is empty or repeats the name"
_FILLERS = {"a", "an", "and", "as", "for", "in", "is", "it", "its", "of", "or", "the", "this", "to"}
_FILLERS |= {"column", "model", "table", "value"}
_STEM = 4  # letters that tell a word from another: product and products, customer and customer's


def check_grain_comments(project: Project) -> list[Problem]:
    """Demand that a model says in its first line what one row is."""
    problems = []
    for path in project.files("models", "snapshots", suffix=".sql"):
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        if not re.match(r"-- grain: \S", first):
            message = "the first line says what one row is: -- grain: one row per ..."
            problems.append(Problem(project.name(path), 1, "grain", message))
    return problems


def check_descriptions(project: Project) -> list[Problem]:
    """Demand an entry in a yml beside each node, and descriptions that say more than the names do."""
    problems: list[Problem] = []
    for node in project.nodes("seed", "model", "snapshot"):
        path, name = str(node["original_file_path"]), str(node["name"])
        patch = str(node.get("patch_path") or "").partition("://")[2]
        if patch.rpartition("/")[0] != path.rpartition("/")[0]:
            message = f"{name} has no entry in a yml beside it: add one with a description and its columns"
            problems.append(Problem(path, 1, "yml-entry", message))
            continue
        if says_nothing(name, str(node["description"])):
            message = f"{name}: {_EMPTY}: say what a row means and what it is for"
            problems.append(Problem(patch, 1, "description", message))
        for column in node["columns"].values():
            if says_nothing(str(column["name"]), str(column["description"])):
                meaning = "say what the value means, its unit, and when it is null"
                message = f"{name}.{column['name']}: {_EMPTY}: {meaning}"
                problems.append(Problem(patch, 1, "description", message))
    return problems


def check_contracts(project: Project) -> list[Problem]:
    """Demand an enforced contract of each gold model."""
    return [
        Problem(
            str(node["original_file_path"]),
            1,
            "contract",
            f"{node['name']} is in gold, where others build on it: "
            "set contract: {enforced: true} and list every column",
        )
        for node in project.nodes("model")
        if str(node["original_file_path"]).startswith("models/gold/") and not _has_contract(node)
    ]


def check_macro_comments(project: Project) -> list[Problem]:
    """Demand a {#- comment -#} before each macro, test and materialization that others call.

    One comment may stand for several if it names them. Macros with a leading underscore are their
    file's own, and those of an engine belong to the macro that dispatches to them.
    """
    problems: list[Problem] = []
    for path in project.files("macros", "tests/generic", suffix=".sql"):
        problems.extend(_uncommented(project.name(path), path.read_text(encoding="utf-8")))
    return problems


def says_nothing(name: str, description: str) -> bool:
    """Return whether a description is empty or made of the words of the name alone, in whatever form."""
    stems = {word[:_STEM] for word in re.split(r"_+", name.lower())}
    said = set(re.findall(r"[a-z0-9]+", description.lower())) - _FILLERS
    return {word[:_STEM] for word in said} <= stems


def _uncommented(name: str, text: str) -> Iterator[Problem]:
    comments = " ".join(comment[0] for comment in _COMMENT.finditer(text))
    for definition in _DEFINITION.finditer(text):
        macro = definition["name"]
        if macro.startswith("_") or _ENGINE.match(macro):
            continue
        is_named = re.search(rf"\b{macro}\b", comments) is not None
        if not is_named and not _COMMENT_BEFORE.search(text, 0, definition.start()):
            message = (
                f"{definition['kind']} {macro} has no comment: say before it what it gives, in {{#- ... -#}}"
            )
            yield Problem(name, line_at(text, definition.start()), "macro-comment", message)


def _has_contract(node: Node) -> bool:
    return bool(node["config"].get("contract", {}).get("enforced"))
