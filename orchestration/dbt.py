"""dbt's command line as a resource of Dagster."""

from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

from dagster_dbt import DbtCliResource
from packaging.version import Version

# Started in place of dbt.
EXECUTABLE = Path(__file__).with_name("parsed_dbt.py")


class WarehouseDbt(DbtCliResource):
    """Starts dbt at once: what dagster-dbt does before it costs seconds in each step, and is not needed here.

    Both methods are private to dagster-dbt, which is pinned; `test_a_step_opens_no_adapter` looks at them.
    """

    @cached_property
    def _cli_version(self) -> Version:
        """Return dbt's version, without starting dbt to ask for it."""
        return Version(version("dbt-core"))

    def _initialize_dbt_core_adapter(self, args: Any) -> Any:  # noqa: ARG002
        """Make no adapter: Stored reads the database."""
        return None
