"""What `make ui` and a Dagster deployment load: `orchestration.definitions:defs`.

Loading opens no database; it parses the dbt project if its manifest is not up to date.
"""

import json
import warnings

import dagster as dg

from orchestration.assets import warehouse_assets
from orchestration.automation.alerts import alert_on_failure
from orchestration.automation.new_deliveries import new_deliveries_sensor
from orchestration.automation.row_counts import row_count_checks
from orchestration.automation.schedule import daily_schedule
from orchestration.dbt import EXECUTABLE, WarehouseDbt
from orchestration.partitions import batch_days, landing_folder
from orchestration.project import prepared_project
from orchestration.quality.checks import quality_checks
from orchestration.quality.suites import load_suites
from tools.warehouse import database_path


@dg.definitions
def defs() -> dg.Definitions:
    """Return the assets, checks, jobs and automation of the warehouse."""
    # Links to the code and freshness policies are marked as beta, once for each asset.
    warnings.simplefilter("ignore", dg.BetaWarning)
    warnings.simplefilter("ignore", dg.PreviewWarning)
    project = prepared_project()
    manifest = json.loads(project.manifest_path.read_text(encoding="utf-8"))
    landing = landing_folder()
    days = batch_days(landing)
    job = dg.define_asset_job(
        "build_warehouse",
        selection=dg.AssetSelection.all(),
        description="Every layer in order, up to a day, each checked before the next begins.",
    )
    checks = quality_checks(load_suites(), manifest) if database_path() else []
    counted = row_count_checks(manifest)
    assets, comparisons = warehouse_assets(manifest, project, days)
    return dg.Definitions(
        assets=assets,
        asset_checks=[*comparisons, *checks, *([counted] if counted else [])],
        jobs=[job],
        schedules=[daily_schedule(job.name, days)],
        sensors=[new_deliveries_sensor(job.name, landing, days), alert_on_failure],
        resources={"dbt": WarehouseDbt(project_dir=str(project.project_dir), dbt_executable=str(EXECUTABLE))},
        # DuckDB lets one process write: the steps of a run share it.
        executor=dg.in_process_executor,
    )
