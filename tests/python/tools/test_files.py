"""What must not be in the repository is found there."""

import pytest

from tests.python.tools.conftest import MakeProject
from tools.lint.files import LARGEST, check_files

# Put together here, so that this file does not hold what it looks for.
HOST = "https:" + "//files." + "python" + "hosted.org/packages/x"


def test_the_host_of_a_package_index_is_found(make_project: MakeProject) -> None:
    (found,) = check_files(
        make_project({"requirements.lock": f"x==1\n# {HOST}\n", "README.md": "pip install"})
    )
    assert (found.path, found.line, found.rule) == ("requirements.lock", 2, "index-host")


def test_a_large_file_is_found(make_project: MakeProject) -> None:
    files = {"a.csv": "x" * LARGEST, "b.csv": "x" * (LARGEST + 1)}
    assert [(p.path, p.rule) for p in check_files(make_project(files))] == [("b.csv", "large-file")]


@pytest.mark.parametrize(
    "name",
    ["warehouse/t.duckdb", "target/manifest.json", "logs/dbt.log", "a/__pycache__/b.pyc", ".venv-postgres/a"],
)
def test_a_generated_file_is_found(name: str, make_project: MakeProject) -> None:
    assert [(p.path, p.rule) for p in check_files(make_project({name: "", "models/targets.sql": ""}))] == [
        (name, "generated")
    ]
