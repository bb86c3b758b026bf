"""`python -m tools.keep_style kimball`: what a team deletes that keeps one style, with what it stands on.

Prints the folders and files that would go and changes nothing; with --delete they go, and
dbt_project.yml lists the styles that are left and colours their folders alone. Exits with 2 if there is
no such style. docs/keep_one_style.md is the guide.
"""

import argparse
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.warehouse import ROOT

_QUESTIONS = "models/gold/questions"
_SETTINGS = "dbt_project.yml"
_PARTS = ("macros", "models", "seeds", "snapshots", "tests")
_LISTED = re.compile(r"^(?P<before>  styles: \[)(?P<styles>[^]]*)\]$", re.MULTILINE)


@dataclass(frozen=True)
class Style:
    """A style: the one that it reads, if any, and the folders that go with it, from the project's root."""

    reads: str | None
    folders: tuple[str, ...]


STYLES = {
    "inmon": Style(None, ("models/silver/inmon", "tests/inmon", "tests/python/warehouse_inmon")),
    "kimball": Style(
        "inmon",
        (
            "models/gold/kimball",
            "models/gold/serving",
            "tests/kimball",
            "tests/serving",
            "tests/python/warehouse_star",
        ),
    ),
    "obt": Style("kimball", ("models/gold/obt", "tests/obt")),
    "vault": Style(
        None, ("models/silver/vault", "models/gold/vault_marts", "tests/vault", "tests/vault_marts")
    ),
}


def copy_project(target: Path, root: Path = ROOT) -> None:
    """Copy what dbt reads of the project into a folder, which may be there already."""
    for name in _PARTS:
        ignored = shutil.ignore_patterns("python")
        shutil.copytree(root / name, target / name, ignore=ignored, dirs_exist_ok=True)
    for name in (_SETTINGS, "profiles.yml", "selectors.yml"):
        shutil.copy(root / name, target / name)


def kept_with(style: str) -> list[str]:
    """Return a style and those that it stands on, the lowest first.

    Raises:
        KeyError: there is no such style.
    """
    below = STYLES[style].reads
    return [*(kept_with(below) if below else ()), style]


def surplus(root: Path, style: str) -> Iterator[Path]:
    """Yield the folders and files of the styles that are not kept with the one that is."""
    for name in STYLES.keys() - set(kept_with(style)):
        yield from (root / folder for folder in STYLES[name].folders if (root / folder).is_dir())
        # as in q01_<slug>__vault.sql, _q01__vault.yml, _q04__vault__unit_tests.yml
        named = re.compile(rf"__{name}(?:__|\.)")
        yield from (path for path in (root / _QUESTIONS).rglob("*") if named.search(path.name))


def keep(root: Path, style: str) -> None:
    """Delete what `surplus` yields, and leave in dbt_project.yml the styles and folders that are left.

    Raises:
        ValueError: dbt_project.yml has no line `  styles: [...]`; nothing was deleted.
    """
    settings = root / _SETTINGS
    left = ", ".join(kept_with(style))
    text, replaced = _LISTED.subn(rf"\g<before>{left}]", settings.read_text(encoding="utf-8"))
    if replaced != 1:
        raise ValueError(f"{settings}: expected one line '  styles: [...]' under vars, found {replaced}")
    for path in list(surplus(root, style)):
        if path.is_dir():
            shutil.rmtree(path)
            # its colour in the lineage graph: dbt warns of settings for a folder that is not there
            text = re.sub(rf"^ +{path.name}: \{{\+docs: .*\n", "", text, flags=re.MULTILINE)
        else:
            path.unlink()
    settings.write_text(text, encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Print or delete what one style does without, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.keep_style", description=__doc__)
    parser.add_argument("style", choices=sorted(STYLES), help="the style to keep")
    parser.add_argument("--delete", action="store_true", help="delete, instead of printing")
    options = parser.parse_args(arguments)
    paths = sorted(surplus(ROOT, options.style))
    print(*(path.relative_to(ROOT).as_posix() for path in paths), sep="\n")
    if options.delete:
        keep(ROOT, options.style)
    verb = "deleted" if options.delete else "to delete; nothing was done (--delete does it)"
    print(f"{len(paths)} folders and files {verb}. Kept: {', '.join(kept_with(options.style))}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
