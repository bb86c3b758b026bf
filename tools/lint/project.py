"""The project as the checks see it: its files, and the manifest that dbt makes of it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

Node = dict[str, Any]

# What is looked at as dbt compiles it, but for the one model that asks what an empty database does not know.
COMPILED = ("resource_type:model", "resource_type:snapshot")
NOT_COMPILED = "materialized_view_staleness"


class ParseError(Exception):
    """dbt could not parse the project; its text is dbt's output."""


@dataclass(frozen=True)
class Project:
    """A dbt project in a folder.

    A manifest that is given is used instead of parsing, and `listed` instead of asking git for the
    files that are, or are about to be, in the repository.
    """

    root: Path
    given_manifest: dict[str, Any] | None = None
    listed: tuple[str, ...] | None = None

    def files(self, *folders: str, suffix: str) -> Iterator[Path]:
        """Yield the files under the folders, in order of path; a missing folder has none."""
        for folder in folders:
            yield from sorted((self.root / folder).rglob(f"*{suffix}"))

    def name(self, path: Path) -> str:
        """Return the path as reports write it: from the root, with forward slashes."""
        return path.relative_to(self.root).as_posix()

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """The manifest, with the compiled SQL of the models, made by dbt on an empty database in memory.

        Raises:
            ParseError: the project does not parse.
        """
        if self.given_manifest is not None:
            return self.given_manifest
        target = self.root / "target" / "lint"
        dbt = Path(sys.executable).with_name("dbt")
        command = [
            str(dbt),
            "--no-use-colors",
            "compile",
            "--select",
            *COMPILED,
            "--exclude",
            NOT_COMPILED,
            "--target-path",
            str(target),
            "--log-path",
            str(target),
        ]
        empty = {**os.environ, "TOUCHSTONE_DB": ":memory:"}
        done = subprocess.run(command, cwd=self.root, env=empty, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise ParseError(done.stdout + done.stderr)
        manifest: dict[str, Any] = json.loads((target / "manifest.json").read_text(encoding="utf-8"))
        return manifest

    def nodes(self, *resource_types: str) -> list[Node]:
        """Return the project's own nodes of these types (model, seed, snapshot), in order of path."""
        own = self.manifest["metadata"]["project_name"]
        nodes = (node for node in self.manifest["nodes"].values() if node["package_name"] == own)
        return sorted(
            (node for node in nodes if node["resource_type"] in resource_types),
            key=lambda node: (str(node["original_file_path"]), str(node["name"])),
        )

    @cached_property
    def repository_files(self) -> tuple[str, ...]:
        """Paths of the files that git tracks or would add, from the root.

        Raises:
            subprocess.CalledProcessError: the folder is no git repository.
        """
        if self.listed is not None:
            return self.listed
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=True)
        names = {name for name in done.stdout.split("\0") if name}
        return tuple(sorted(name for name in names if (self.root / name).is_file()))
