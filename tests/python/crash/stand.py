"""What the runs that are killed start from, and what they are to come to."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.python.crash.runs import Job
from tests.python.histories.deliveries import draw
from tests.python.warehouse.dbt_runner import DATABASE_FILE, Project
from tests.python.warehouse.digests import Contents
from tests.python.warehouse.landing import LandingFolder


@dataclass(frozen=True)
class Finished:
    """A run that nobody killed: what it did, in how many seconds, and what it came to."""

    job: Job
    seconds: float
    held: Contents


class Stand:
    """The runs without a crash, each of which is done when it is first asked for."""

    def __init__(self, project: Project, folder: Path, models: Sequence[str]) -> None:
        self._project = project
        self._folder = folder
        self._models = models
        self._history = draw(1, range(1, 4), 2)
        self.landing = folder / "landing"
        LandingFolder(self.landing).add(*self._history.deliveries)

    @cached_property
    def before(self) -> Finished:
        """A build of the first half of the deliveries."""
        landing = self._folder / "landing_before"
        LandingFolder(landing).add(*self._history.groups[0])
        return self._finish("before", landing)

    @cached_property
    def increment(self) -> Finished:
        """The second half on top of it."""
        shutil.copytree(self.before.job.database.parent, self._folder / "increment")
        return self._finish("increment", self.landing)

    @cached_property
    def build(self) -> Finished:
        """A build of all deliveries from nothing."""
        return self._finish("build", self.landing)

    def _finish(self, name: str, landing: Path) -> Finished:
        job = Job(self._project, self._folder / name / DATABASE_FILE, landing, self._models)
        return Finished(job, job.run(), job.held())
