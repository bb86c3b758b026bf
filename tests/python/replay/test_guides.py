"""What the guides say of the warehouse is what it says, in the first of its years."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from tests.python.guides.guides import SHELL, SHOWN, blocks_of
from tests.python.guides.register import ELSEWHERE, SQL
from tests.python.guides.typed import Shell, missing, with_environment
from tools.warehouse import DEFAULT_DATABASE, ROOT

START = ROOT / "docs" / "start_here.md"


def test_start_here_shows_what_is_said(replayed: Path, tmp_path: Path) -> None:
    (tmp_path / DEFAULT_DATABASE).parent.mkdir()
    (tmp_path / DEFAULT_DATABASE).symlink_to(replayed)
    with_environment(tmp_path)
    shell = Shell(tmp_path)
    compared = 0
    blocks = list(blocks_of(START))
    for block, after in zip(blocks, [*blocks[1:], None], strict=True):
        commands = [command for command in block.commands if command not in ELSEWHERE]
        if block.kind in SHELL and commands:
            said = "".join(shell.run(command) for command in commands)
            assert after is not None, f"{block.file}:{block.line}: show what is said"
            assert after.kind == SHOWN
            assert missing(after.text, said) == []
            compared += 1
    assert compared == 2


@pytest.mark.parametrize(
    ("page", "begins"), [place for place, tables in SQL.items() if tables is None], ids=lambda text: text[:40]
)
def test_sql_on_the_warehouse_runs(page: str, begins: str, replayed: Path) -> None:
    (block,) = (block for block in blocks_of(ROOT / page) if block.text.startswith(begins))
    with duckdb.connect(str(replayed), read_only=True) as connection:
        for statement in block.text.split(";"):
            if re.sub(r"--.*", "", statement).strip():
                connection.execute(statement)
