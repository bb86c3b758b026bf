"""Settings that all tests share, and the parsed project."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from tests.python.warehouse.dbt_runner import Project

# How long an example takes says something of the machine and what else it does, and nothing of the test.
AT_ANY_SPEED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Gates try the same examples each time; `make soak` tries many new ones.
settings.register_profile("gate", AT_ANY_SPEED, derandomize=True)
settings.register_profile(
    "soak", AT_ANY_SPEED, derandomize=False, max_examples=int(os.environ.get("EXAMPLES", "2000"))
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "gate")
settings.load_profile(PROFILE)


@pytest.fixture(scope="session")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The dbt project, parsed once for all folders whose tests run in this process."""
    # dbt takes seconds to import, and most tests do without it
    from tests.python.warehouse.dbt_runner import Project

    return Project(tmp_path_factory.mktemp("dbt"))


# Folders whose tests build for minutes: they begin first, so that no process ends long after the other.
LONGEST_FIRST = (
    "replay",
    "warehouse",
    "histories",
    "warehouse_star",
    "warehouse_vault",
    "warehouse_inmon",
    "orchestration",
    "browser",
    "crash",
    "materialized_view",
    "guides",
)

# Folders whose files share nothing that takes long to make: given out file by file, towards the end.
BY_FILE = ("tools",)


class ByFolder(LoadScopeScheduling):  # type: ignore[misc]
    """Keeps the tests of a folder in one process, where they share what they built."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        folder = file.rpartition("/")[0]
        return file if folder.rpartition("/")[2] in BY_FILE else folder


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFolder:
    """Let `--numprocesses` share out folders, in the order of the collection."""
    config.option.loadscopereorder = False
    return ByFolder(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest folders first; leave what takes minutes to soak."""
    rank = {name: position for position, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: rank.get(item.path.parent.name, len(rank)))
    for item in items:
        if PROFILE != "soak" and item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: make soak runs it"))
