"""`python -m tools.query_shapes`: what the queries of each question are made of, style by style.

Counted in the compiled SQL by a parser and written into a docs block a question, for the dbt docs. `make
lint` refuses the file when the queries have changed since.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlglot
from sqlglot import exp

from tools.lint.project import Node, ParseError, Project

QUESTIONS = "models/gold/questions/"
FILE = QUESTIONS + "_query_shapes.md"
WRITTEN_BY = "python -m tools.query_shapes"

_BLOCK = re.compile(r"\{%\s*docs (\w+)\s*%\}")
_HEADINGS = ("style", "tables", "joins", "CTEs", "subqueries", "window functions", "lines", "stands on")
_DEFINITIONS = """\
Counted in the compiled SQL, the macros written out. Tables: those of the warehouse that the query reads, each
once. Joins: as written; one in a CTE that is read twice counts once. Subqueries: selects in parentheses, and
those of exists. Lines: without comments, formatted alike by sqlglot. Stands on: the models, from bronze on,
that are built before the view can be asked."""


@dataclass(frozen=True)
class Shape:
    """What a query is made of, and how many models are built before it."""

    tables: int
    joins: int
    ctes: int
    subqueries: int
    window_functions: int
    lines: int
    stands_on: int


@dataclass(frozen=True)
class Question:
    """A question, as in q01_<slug>: the shapes of its answers by style, and why a style has none."""

    name: str
    answers: dict[str, Shape]
    unanswered: dict[str, str]

    @property
    def block(self) -> str:
        """The name of its docs block."""
        return f"{self.name.partition('_')[0]}_shape"


def shape_of(sql: str, stands_on: int = 0) -> Shape:
    """Return what a query in DuckDB's SQL is made of.

    Raises:
        sqlglot.errors.ParseError: it is none.
    """
    query = sqlglot.parse_one(sql, read="duckdb")
    # a table of the warehouse is named with its schema, a CTE without
    tables = {(table.db, table.name) for table in query.find_all(exp.Table) if table.db}
    # `window w as (...)` defines what several functions share: it is none
    windows = [window for window in query.find_all(exp.Window) if window.arg_key != "windows"]
    formatted = query.sql(dialect="duckdb", pretty=True, comments=False)
    return Shape(
        tables=len(tables),
        joins=_count(query, exp.Join),
        ctes=_count(query, exp.CTE),
        subqueries=_count(query, exp.Subquery, exp.Exists),
        window_functions=len(windows),
        lines=len(formatted.splitlines()),
        stands_on=stands_on,
    )


def questions_of(project: Project) -> list[Question]:
    """Return the questions of the project, in order of name."""
    answers: dict[str, dict[str, Shape]] = {}
    for node in _answers(project):
        question, _, style = str(node["name"]).rpartition("__")
        beneath = len(_models_beneath(project, node))
        answers.setdefault(question, {})[style] = shape_of(str(node["compiled_code"]), beneath)
    unanswered = _unanswered(project)
    return [Question(name, answers[name], unanswered.get(name, {})) for name in sorted(answers)]


def render(project: Project) -> str:
    """Return the text of FILE as the queries are now."""
    parts = [f"<!-- Written by {WRITTEN_BY}. Change the queries, not this file. -->"]
    for question in questions_of(project):
        parts += ["", f"{{% docs {question.block} %}}", "The queries side by side:", "", *_table(question)]
        parts += ["", *_DEFINITIONS.splitlines(), "{% enddocs %}"]
    return "\n".join([*parts, ""])


def main(root: Path) -> int:
    """Write the file in the project in the folder and return the exit code."""
    file = root / FILE
    # dbt parses no project that refers to a docs block that is not there
    known = _BLOCK.findall(file.read_text(encoding="utf-8")) if file.is_file() else []
    questions = (path.name for path in (root / QUESTIONS).iterdir() if path.is_dir())
    missing = {f"{name.partition('_')[0]}_shape" for name in questions} - set(known)
    with file.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{{% docs {block} %}}\n{{% enddocs %}}\n" for block in sorted(missing))
    try:
        text = render(Project(root))
    except ParseError as error:
        print(f"{error}\ndbt cannot parse the project: put that right first.", file=sys.stderr)
        return 1
    file.write_text(text, encoding="utf-8")
    print(f"Written: {FILE}")
    return 0


def _answers(project: Project) -> Iterator[Node]:
    """Yield the models of the questions, those that answer in each style."""
    for node in project.nodes("model"):
        if str(node["original_file_path"]).startswith(QUESTIONS):
            yield node


def _count(query: exp.Expr, *kinds: type[exp.Expr]) -> int:
    return sum(1 for _ in query.find_all(*kinds))


def _models_beneath(project: Project, node: Node) -> set[str]:
    """Return the models that a model is made from, near and far."""
    nodes: Mapping[str, Any] = project.manifest["nodes"]
    found: set[str] = set()
    waiting = [node]
    while waiting:
        parents = waiting.pop().get("depends_on", {}).get("nodes", ())
        for parent in parents:
            if parent not in found and nodes.get(parent, {}).get("resource_type") == "model":
                found.add(parent)
                waiting.append(nodes[parent])
    return found


def _unanswered(project: Project) -> dict[str, dict[str, str]]:
    """Return, by question, the styles that cannot answer it, and why: the comparison is told."""
    reasons: dict[str, dict[str, str]] = {}
    for test in project.nodes("test"):
        metadata = test.get("test_metadata") or {}
        if metadata.get("name") == "answers_alike":
            given = metadata["kwargs"]
            reasons[str(given["question"])] = dict(given.get("not_answered_by") or {})
    return reasons


def _table(question: Question) -> Iterator[str]:
    yield _row(_HEADINGS)
    yield _row(["---", *["---:"] * (len(_HEADINGS) - 1)])
    for style, shape in sorted(question.answers.items()):
        yield _row(
            [
                style,
                str(shape.tables),
                str(shape.joins),
                str(shape.ctes),
                str(shape.subqueries),
                str(shape.window_functions),
                str(shape.lines),
                f"{shape.stands_on} models",
            ]
        )
    if question.unanswered:
        yield ""
    for style, reason in sorted(question.unanswered.items()):
        yield f"{style} cannot answer: {reason[:1].lower()}{reason[1:]}"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main(Path(__file__).resolve().parents[1]))
