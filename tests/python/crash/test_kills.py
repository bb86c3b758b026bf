"""A run that is killed loses nothing and doubles nothing: running again comes to the same rows."""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from tests.python.crash.runs import LONG_SLICE
from tests.python.crash.stand import Finished, Stand
from tests.python.warehouse.dbt_runner import DATABASE_FILE, Project
from tests.python.warehouse.digests import assert_same

IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
# The moments of the kills follow from it; it is printed, and CRASH_SEED gives it again.
SEED = int(os.environ.get("CRASH_SEED", random.SystemRandom().randrange(2**32) if IS_SOAK else 1))
KILLS = int(os.environ.get("KILLS", "50"))
KINDS = ("a build from nothing", "an increment")


def kill_until(kills: int, kind: str, stand: Stand, folder: Path) -> None:
    """Kill runs of a kind so many times, and compare what running again comes to each time."""
    print(f"{kind}: CRASH_SEED={SEED} {kills} kills")
    chance = random.Random(f"{SEED}|{kind}")
    done = 0
    while done < kills:
        if kind == "an increment":
            done += _kill(stand.increment, folder, stand.before.job.database.parent, chance)
        else:
            done += _kill(stand.build, folder, None, chance)


def _kill(finished: Finished, folder: Path, start: Path | None, chance: random.Random) -> int:
    """Kill a run, now and then also the one that is to repair it; let one end. Return the number of kills."""
    job = replace(finished.job, database=folder / "killed" / DATABASE_FILE)
    shutil.rmtree(job.database.parent, ignore_errors=True)
    if start is not None:
        shutil.copytree(start, job.database.parent)
    present = job.tables() if start is not None else {}
    kills = 0
    for _ in range(chance.choice((1, 1, 1, 2))):
        moment = chance.uniform(0, finished.seconds)
        kills += job.killed_after(moment)
        if job.database.exists():
            gone = present.keys() - job.tables().keys()
            assert not gone, f"killed after {moment:.2f} s of {finished.seconds:.2f}: {gone} gone"
    job.run()
    assert_same(finished.held, job.held())
    return kills


def test_a_killed_build_is_repaired_by_running_again(stand: Stand, tmp_path: Path) -> None:
    kill_until(1, "a build from nothing", stand, tmp_path)


@pytest.mark.soak
@pytest.mark.parametrize("kind", KINDS)
def test_many_killed_runs_are_repaired_by_running_again(stand: Stand, tmp_path: Path, kind: str) -> None:
    kill_until(KILLS // 2, kind, stand, tmp_path)


@pytest.mark.soak
def test_killed_runs_of_more_models_are_repaired_by_running_again(
    project: Project, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path
) -> None:
    stand = Stand(project, tmp_path_factory.mktemp("long"), LONG_SLICE)
    for kind in KINDS:
        kill_until(KILLS // 10, kind, stand, tmp_path)


@pytest.mark.soak
def test_the_increment_comes_to_what_the_build_does(stand: Stand) -> None:
    # else the kills of one of them would prove less than they seem to
    tables = [table for table in stand.build.held.rows if not table.startswith("snapshots.")]
    assert {table: stand.increment.held.rows[table] for table in tables} == {
        table: stand.build.held.rows[table] for table in tables
    }
