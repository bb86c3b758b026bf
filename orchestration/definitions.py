"""What `make ui` and a Dagster deployment load: `orchestration.definitions:defs`.

Loading opens no database; it parses the dbt project if its manifest is not up to date.
"""

import dagster as dg
from dagster_dbt import DbtCliResource

from orchestration.assets import warehouse_assets
from orchestration.project import prepared_project

build_warehouse = dg.define_asset_job(
    "build_warehouse",
    selection=dg.AssetSelection.all(),
    description="Every layer in order, each checked before the next begins.",
)


@dg.definitions
def defs() -> dg.Definitions:
    """Return the assets, checks and jobs of the warehouse."""
    project = prepared_project()
    return dg.Definitions(
        assets=warehouse_assets(project),
        jobs=[build_warehouse],
        resources={"dbt": DbtCliResource(project_dir=project)},
        # DuckDB lets one process write: the steps of a run share it.
        executor=dg.in_process_executor,
    )
