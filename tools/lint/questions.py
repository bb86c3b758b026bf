"""The page that counts the queries of the questions says what they are now."""

from tools.lint.problem import Problem
from tools.lint.project import Project
from tools.query_shapes import FILE, QUESTIONS, WRITTEN_BY, render


def check_query_shapes(project: Project) -> list[Problem]:
    """Refuse counts that are not those of the compiled queries; a project without questions has none."""
    if not any(str(node["original_file_path"]).startswith(QUESTIONS) for node in project.nodes("model")):
        return []
    file = project.root / FILE
    if file.is_file() and file.read_text(encoding="utf-8") == render(project):
        return []
    return [Problem(FILE, 1, "query-shapes", f"the queries have changed since: run {WRITTEN_BY}")]
