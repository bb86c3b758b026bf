"""Settings that all tests share."""

import os

import pytest
from hypothesis import settings

# Gates try the same examples each time; `make soak` tries many new ones.
settings.register_profile("gate", derandomize=True, deadline=None)
settings.register_profile(
    "soak", derandomize=False, deadline=None, max_examples=int(os.environ.get("EXAMPLES", "2000"))
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "gate"))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a folder in one process, where they share what they built.

    First, for pytest-xdist reads the groups in the same hook.
    """
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.path.parent.name))
