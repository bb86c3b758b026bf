"""What may be in the repository: nothing generated, nothing large, no host of a package index."""

import re

from tools.lint.problem import Problem
from tools.lint.project import Project

LARGEST = 2 * 1024 * 1024  # bytes

_INDEXES = ("pypi", "pythonhosted", "npmjs")
_INDEX_HOST = re.compile(rf"//[^\s/\"']*(?:{'|'.join(_INDEXES)})[^\s\"']*")
_GENERATED = re.compile(
    r"(?:^|/)(?:target|logs|dbt_packages|__pycache__|\.venv[^/]*|\.dagster)/|\.(?:duckdb|duckdb\.wal|pyc)$"
)


def check_files(project: Project) -> list[Problem]:
    """Refuse files that are generated or large, and texts that name the host of a package index."""
    problems: list[Problem] = []
    for name in project.repository_files:
        if _GENERATED.search(name):
            message = "a command makes this file: take it out of the repository and list it in .gitignore"
            problems.append(Problem(name, 1, "generated", message))
            continue
        content = (project.root / name).read_bytes()
        if len(content) > LARGEST:
            size = f"{len(content):,} bytes, at most {LARGEST:,} are allowed"
            message = f"{size}: generate the file, or keep a smaller one"
            problems.append(Problem(name, 1, "large-file", message))
        for line, text in enumerate(content.decode("utf-8", errors="replace").split("\n"), start=1):
            if host := _INDEX_HOST.search(text):
                message = (
                    f"'{host[0]}': packages come from where the reader's pip is set to: leave the host out"
                )
                problems.append(Problem(name, line, "index-host", message))
    return problems
