"""Fixtures of the tests on the whole warehouse."""

from __future__ import annotations

import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse_star.deliveries import DELIVERIES, FIRST_RATES
from tests.python.warehouse_star.loads import ANSWERS, MARTS, MODELS, load


@pytest.fixture(scope="session")
def at_once(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """All deliveries in one build, with the marts of the vault and the answers to the questions."""
    folder = tmp_path_factory.mktemp("at_once")
    return load(project, folder, [[FIRST_RATES, *DELIVERIES]], [*MODELS, ANSWERS, f"+{MARTS}"])
