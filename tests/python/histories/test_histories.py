"""Every table of every layer holds the same rows after any history as after one build of its deliveries."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from tests.python.histories.again import GROUPS, WORLDS
from tests.python.histories.deliveries import draw
from tests.python.histories.loads import what_differs
from tests.python.warehouse.dbt_runner import Project

# `make soak` asks for new random cases, EXAMPLES of them; each takes two minutes here.
IS_SOAK = os.environ.get("HYPOTHESIS_PROFILE") == "soak"
EXAMPLES = int(os.environ.get("EXAMPLES", "2000"))


@settings(
    # the example that is named always; new ones in a soak alone, and a failing one is not shrunk
    phases=[Phase.explicit, Phase.generate] if IS_SOAK else [Phase.explicit],
    max_examples=max(1, EXAMPLES // 100),
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(seed=st.integers(min_value=0, max_value=2**32))
@example(seed=5)
def test_any_history_comes_to_what_one_build_does(
    project: Project, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    print(f"history {seed}")
    folder: Path = tmp_path_factory.mktemp("history")
    found = what_differs(project, folder, draw(seed, range(1, WORLDS + 1), GROUPS))
    again = f"again: python -m tests.python.histories.again {seed} --keep /tmp/history"
    assert not found, "\n".join([*found, again])
