"""Each command of the guides is run by a test or a gate, and names what there is."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pytest
import yaml

from tests.python.guides.guides import SHELL, Block, blocks, blocks_of, guides
from tests.python.guides.register import ELSEWHERE, SQL, SQL_ELSEWHERE, TYPED, Elsewhere
from tests.python.guides.typed import Shell, copy_folders, with_environment
from tests.python.warehouse.test_online_retail import write_lines
from tools.keep_style import STYLES, copy_project
from tools.warehouse import ROOT

BLOCKS = blocks()
COMMANDS = [(block, command) for block in BLOCKS if block.kind in SHELL for command in block.commands]
PAGES_WITH_SQL = sorted({*guides(), *(ROOT / "models").rglob("*.md")})
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")

_TARGET = re.compile(r"(?:^|`|\s)make ([a-z][a-z-]*)(?=[`\s]|$)")
_MODULE = re.compile(r"-m ([a-z_]+(?:\.[a-z_]+)*)([^`\n|]*)")
_OPTION = re.compile(r"(?<=\s)--[a-z][a-z-]*")
_CODE = re.compile(r"`([^`\n]+)`")
# The copy of the example that a reader makes.
_MINE = ("examples.mine", "examples.online_retail")
# Of other packages, which they document.
_OF_OTHERS = ("venv", "pip", "pytest")


def unregistered(commands: Iterable[tuple[Block, str]]) -> list[str]:
    """Return the commands that nothing runs, each with its place."""
    return [
        f"{block.file}:{block.line}: {command}"
        for block, command in commands
        if block.file not in TYPED and command not in ELSEWHERE
    ]


def missing_proof(by: Elsewhere) -> str | None:
    """Return what is not there of who is said to run a command, or None."""
    file = ROOT / by.file
    if not file.is_file():
        return f"{by.file} is not there"
    text = f"def {by.has}(" if by.has.startswith("test_") else by.has
    return None if text in file.read_text(encoding="utf-8") else f"{by.file} has no {by.has}"


def unknown(text: str) -> list[str]:
    """Return what a text names that is not there: targets of make, modules, options of these."""
    found = [
        f"make {name}"
        for name in _TARGET.findall(text)
        if not re.search(rf"^{name}:", MAKEFILE, re.MULTILINE)
    ]
    for name, rest in _MODULE.findall(text):
        module = name.replace(*_MINE)
        if module in _OF_OTHERS:
            continue
        path = ROOT.joinpath(*module.split("."))
        if not path.with_suffix(".py").is_file() and not (path / "__main__.py").is_file():
            found.append(f"python -m {name}")
            continue
        sources = [
            path.with_suffix(".py"),
            *path.parent.glob("*.py"),
            *path.glob("*.py"),
            *path.glob("*/__main__.py"),
        ]
        said = "".join(source.read_text(encoding="utf-8") for source in sources if source.is_file())
        found += [
            f"python -m {name} {option}" for option in _OPTION.findall(rest) if f'"{option}"' not in said
        ]
    return found


def test_each_command_is_run_somewhere() -> None:
    assert len(COMMANDS) > 40
    assert unregistered(COMMANDS) == [], "type it in a test, or name in register.py who runs it"


def test_a_command_that_nothing_runs_is_named_with_its_place(tmp_path: Path) -> None:
    guide = tmp_path / "docs" / "guide.md"
    guide.parent.mkdir()
    text = "# all\nmake build   # of it\nmake \\\n    coffee\npython - <<'SQL'\nmake\nSQL\n"
    guide.write_text(f"# Guide\n\n```sh\n{text}```\n", encoding="utf-8")
    (block,) = blocks_of(guide, tmp_path)
    assert block.commands == ["make build", "make coffee", "python - <<'SQL'\nmake\nSQL"]
    found = unregistered([(block, command) for command in block.commands])
    assert found == ["docs/guide.md:3: make coffee", "docs/guide.md:3: python - <<'SQL'\nmake\nSQL"]


def test_the_register_has_nothing_that_no_guide_has() -> None:
    assert set(ELSEWHERE) - {command for _, command in COMMANDS} == set()
    assert set(TYPED) - {block.file for block, _ in COMMANDS} == set()


def test_who_runs_a_command_is_there() -> None:
    proofs = [
        *ELSEWHERE.values(),
        *SQL_ELSEWHERE.values(),
        *(Elsewhere(file, name, "") for file, name in TYPED.values()),
    ]
    assert [wrong for by in proofs if (wrong := missing_proof(by))] == []
    assert missing_proof(Elsewhere("Makefile", "coffee", "")) == "Makefile has no coffee"
    assert missing_proof(Elsewhere("tests/python/guides/test_commands.py", "test_nothing", "")) is not None


def test_guides_name_targets_modules_and_options_that_exist() -> None:
    found = [
        f"{file.relative_to(ROOT)}: {wrong}"
        for file in guides()
        for code in [
            *_CODE.findall(file.read_text(encoding="utf-8")),
            *(command for block in blocks_of(file) if block.kind in SHELL for command in block.commands),
        ]
        for wrong in unknown(code)
    ]
    assert found == []


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("make coffee", ["make coffee"]),
        ("python -m tools.coffee", ["python -m tools.coffee"]),
        ("python -m tools.replay --by day --sugar", ["python -m tools.replay --sugar"]),
        ("TOUCHSTONE_DB=x make build; python -m tools.replay --by day", []),
    ],
)
def test_what_is_not_there_is_found(code: str, wrong: list[str]) -> None:
    assert unknown(code) == wrong


def test_each_style_has_a_selector() -> None:
    selectors = yaml.safe_load((ROOT / "selectors.yml").read_text(encoding="utf-8"))["selectors"]
    there = {selector["name"] for selector in selectors}
    assert set(STYLES) <= there
    said = {name for _, command in COMMANDS for name in re.findall(r"--selector (\w+)", command)}
    assert said
    assert said <= there


def test_ones_own_data_are_mapped_and_added_to(tmp_path: Path) -> None:
    project = tmp_path / "project"
    copy_folders(project, "examples", "tools", "seeds")
    shutil.copy(ROOT / "dbt_project.yml", project)
    with_environment(project)
    write_lines(tmp_path / "lines.parquet")
    shell = Shell(project, {"data.csv": str(tmp_path / "lines.parquet"), "/tmp/mine": str(tmp_path / "mine")})
    for block, command in COMMANDS:
        if block.file == "docs/bring_your_own_data.md" and command not in ELSEWHERE:
            shell.run(command)
    assert shell.exported == {"TOUCHSTONE_DB": str(tmp_path / "mine.duckdb")}
    assert len(list((tmp_path / "mine" / "shop" / "orders").glob("*/*.parquet"))) > 1
    assert (tmp_path / "mine" / "_vars.yml").is_file()


def test_what_would_go_is_said_and_goes(tmp_path: Path) -> None:
    copy_project(tmp_path)
    copy_folders(tmp_path, "tools")
    shell = Shell(tmp_path)
    said = [
        shell.run(command)
        for block, command in COMMANDS
        if block.file == "docs/keep_one_style.md" and command not in ELSEWHERE
    ]
    assert len(said) == 2
    assert "nothing was done" in said[0]
    assert all("models/gold/obt" in text and "Kept: inmon, kimball." in text for text in said)
    assert not (tmp_path / "models" / "gold" / "obt").exists()


def test_each_piece_of_sql_is_tried() -> None:
    there = {
        (block.file, block.text.splitlines()[0])
        for page in PAGES_WITH_SQL
        for block in blocks_of(page)
        if block.kind == "sql"
    }
    there = {(page, begins) for page, begins in there if page not in SQL_ELSEWHERE}
    assert there == set(SQL), "say in register.py what it stands on"


@pytest.mark.parametrize(
    ("page", "begins"), [place for place, tables in SQL.items() if tables], ids=lambda text: text[:40]
)
def test_sql_for_a_mapping_runs(page: str, begins: str) -> None:
    tables = SQL[page, begins]
    (block,) = (block for block in blocks_of(ROOT / page) if block.text.startswith(begins))
    with duckdb.connect() as connection:
        connection.execute(str(tables))
        columns = re.findall(r"table (\w+)", str(tables))
        is_query = block.text.startswith("select")
        connection.execute(block.text if is_query else f"select {block.text} from {columns[0]}")


@pytest.mark.soak
def test_a_style_is_kept_as_it_is_typed(tmp_path: Path) -> None:
    copy_project(tmp_path)
    copy_folders(tmp_path, "tools")
    (tmp_path / "warehouse").mkdir()
    shell = Shell(tmp_path, exported={"TOUCHSTONE_DB": str(tmp_path / "warehouse" / "touchstone.duckdb")})
    for block, command in COMMANDS:
        if block.file == "docs/keep_one_style.md":
            shell.run(command)
