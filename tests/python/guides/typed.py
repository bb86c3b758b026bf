"""Runs the commands of a guide, one after another, as a person does who types them."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tools.warehouse import ROOT

_COLOUR = re.compile(r"\x1b\[\d+m")


@dataclass
class Shell:
    """A shell in a folder. What `instead` names in a command is written otherwise, such as a place in /tmp.

    A command whose program is `dbt` goes to `dbt`, where that is given: its arguments in, its output and
    whether it succeeded out.
    """

    folder: Path
    instead: Mapping[str, str] = field(default_factory=dict)
    dbt: Callable[[list[str]], tuple[str, bool]] | None = None
    exported: dict[str, str] = field(default_factory=dict)

    def run(self, command: str) -> str:
        """Run a command and return all that it says.

        Raises:
            AssertionError: it failed.
        """
        for said, meant in self.instead.items():
            command = command.replace(said, meant)
        words = shlex.split(command.partition("\n")[0])
        if words[0] == "export":
            self.exported |= dict(word.split("=", 1) for word in words[1:])
            return ""
        may_fail = words[-2:] == ["||", "true"]
        if self.dbt and words[0].rpartition("/")[2] == "dbt":
            output, succeeded = self.dbt(words[1:-2] if may_fail else words[1:])
        else:
            scripts = Path(sys.executable).parent
            environment = {
                **os.environ,
                **self.exported,
                "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
            }
            shell = ["bash", "-c", f"{command}\n"]
            done = subprocess.run(
                shell, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
            )
            output, succeeded = done.stdout + done.stderr, done.returncode == 0
        assert succeeded or may_fail, f"{command}\n{output[-3000:]}"
        return _COLOUR.sub("", output)


def copy_folders(folder: Path, *names: str) -> None:
    """Copy folders of the project, but for what Python keeps beside its modules, which comes and goes."""
    for name in names:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))


def with_environment(folder: Path) -> None:
    """Let a copy of the project have the environment that this one runs in, as .venv."""
    (folder / ".venv").symlink_to(Path(sys.prefix).resolve(), target_is_directory=True)


def missing(shown: str, said: str) -> list[str]:
    """Return the lines that a guide shows and that a command did not say."""
    return [line for line in shown.splitlines() if line.strip() and line.strip() not in said]
