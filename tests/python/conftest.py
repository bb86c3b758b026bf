"""Settings that all tests share."""

import os

import pytest
from hypothesis import settings

# Gates try the same examples each time; `make soak` tries many new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile(
    "soak", derandomize=False, deadline=None, max_examples=int(os.environ.get("EXAMPLES", "2000"))
)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "gate")
settings.load_profile(PROFILE)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a folder in one process, where they share what it built; leave long ones to soak."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.path.parent.name))
        if PROFILE != "soak" and item.get_closest_marker("soak"):
            item.add_marker(pytest.mark.skip(reason="takes minutes: make soak runs it"))
