"""Tests of publishing; they are collected where PyIceberg is, which is what `make test-lake` sees to."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.python.lake.shop import Shop

if find_spec("pyiceberg") is None:
    collect_ignore_glob = ["test_*.py"]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A warehouse with one table of sales, and an empty catalog."""
    from tests.python.lake.shop import Shop

    return Shop(tmp_path)
