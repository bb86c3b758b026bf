"""`python -m tests.python.histories.again SEED`: a history again, or a part of it, to see what differs.

The worlds of a history do not hang on each other, and models can be chosen as dbt chooses them, so that a
difference is soon looked at alone. Exits with 1 if group by group and at once differ.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.python.histories.deliveries import draw
from tests.python.histories.loads import MODELS, what_differs
from tests.python.warehouse.dbt_runner import Project

GROUPS = 3
WORLDS = 40


def main(arguments: Sequence[str]) -> int:
    """Load the history both ways, print what differs, and return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.python.histories.again")
    parser.add_argument("seeds", type=int, nargs="+", metavar="SEED")
    parser.add_argument("--groups", type=int, default=GROUPS)
    parser.add_argument("--worlds", type=int, nargs="+", default=range(1, WORLDS + 1), metavar="NUMBER")
    parser.add_argument("--select", nargs="+", default=MODELS, metavar="MODEL", help="what dbt builds")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the databases stay")
    options = parser.parse_args(arguments)
    found = 0
    with tempfile.TemporaryDirectory(prefix="histories-") as scratch:
        project = Project(Path(scratch) / "dbt")
        for seed in options.seeds:
            folder = (options.keep or Path(scratch)) / str(seed)
            shutil.rmtree(folder, ignore_errors=True)
            history = draw(seed, options.worlds, options.groups)
            try:
                texts = what_differs(project, folder, history, options.select)
            except AssertionError as error:
                texts = [str(error)]
            print(f"history {seed}: {len(texts)} tables differ", *texts, sep="\n", flush=True)
            found += bool(texts)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
