"""Runs the replay as a person does."""

import os
import subprocess
import sys
from pathlib import Path

from tools.warehouse import ROOT

# Enough for a step that meets an earlier one; `make soak` replays all of it, by month and by day.
UNTIL = "2024-12-31"


def run(database: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tools.replay", *arguments],
        cwd=ROOT,
        env={**os.environ, "TOUCHSTONE_DB": str(database)},
        capture_output=True,
        text=True,
    )
