"""The guides as a person types them: their blocks of code, and the commands in these."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.warehouse import ROOT

# What a person types is in blocks of the first kind; of the second he sees a part.
SHELL = ("sh", "console")
SHOWN = "text"

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_HERE = re.compile(r"<<'(\w+)'$")
_COMMENT = re.compile(r"""^((?:[^'"#]|'[^']*'|"[^"]*"|(?<=\S)#)*?)(?:^|\s+)#.*$""")


@dataclass(frozen=True)
class Block:
    """A block of code: the file from the project's root, the line that it begins in, and what kind it is."""

    file: str
    line: int
    kind: str
    text: str

    @property
    def commands(self) -> list[str]:
        """Its commands, without comments; one may have several lines."""
        found: list[str] = []
        lines = iter(self.text.splitlines())
        for line in lines:
            command = _without_comment(line)
            if here := _HERE.search(command):
                for more in lines:
                    command += f"\n{more}"
                    if more == here[1]:
                        break
            while command.endswith("\\"):
                command = f"{command[:-1].rstrip()} {_without_comment(next(lines)).strip()}"
            if command:
                found.append(command)
        return found


def guides(root: Path = ROOT) -> list[Path]:
    """Return the files that tell a person what to type."""
    return [
        root / "README.md",
        *sorted((root / "docs").rglob("*.md")),
        *sorted(root.glob("examples/*/README.md")),
    ]


def blocks_of(file: Path, root: Path = ROOT) -> Iterator[Block]:
    """Yield the blocks of code of a file."""
    text = file.read_text(encoding="utf-8")
    for match in _BLOCK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        yield Block(file.relative_to(root).as_posix(), line, match[1], match[2])


def blocks(root: Path = ROOT) -> list[Block]:
    """Return the blocks of code of all guides."""
    return [block for file in guides(root) for block in blocks_of(file, root)]


def _without_comment(line: str) -> str:
    return _COMMENT.sub(r"\1", line).rstrip()
