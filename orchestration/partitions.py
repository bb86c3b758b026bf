"""The days that a run can load up to, and how a run passes its day to dbt."""

import csv
import datetime as dt
import json
import os
from pathlib import Path
from typing import Any

import dagster as dg

from tools.warehouse import ROOT, landing_vars

MANIFEST = ROOT / "seeds" / "reference" / "reference__deliveries.csv"
FIRST_DAY = dt.date(2024, 1, 1)  # where the landing folder has nothing yet


def landing_folder() -> str | None:
    """Return the folder that TOUCHSTONE_LANDING names, or None: then the seeds are what was delivered."""
    return os.environ.get("TOUCHSTONE_LANDING") or None


def batch_days(landing: str | None = None) -> dg.DailyPartitionsDefinition:
    """Return a partition a batch date.

    Of the seeds, the days that their manifest lists; of a landing folder, the days from its first delivery to
    today. The run of a day loads what was delivered for it, and what is still missing before it.
    """
    if landing is None:
        with MANIFEST.open(encoding="utf-8", newline="") as file:
            days = {dt.date.fromisoformat(row["batch_date"]) for row in csv.DictReader(file)}
        after = max(days) + dt.timedelta(days=1)
        return dg.DailyPartitionsDefinition(start_date=min(days).isoformat(), end_date=after.isoformat())
    first = min(listed_days(Path(landing)), default=FIRST_DAY)
    return dg.DailyPartitionsDefinition(start_date=first.isoformat(), end_offset=1)


def listed_days(landing: Path) -> list[dt.date]:
    """Return the days for which the manifest of a landing folder has files, unordered."""
    folders = landing.glob("reference/deliveries/batch_date=*")
    return [dt.date.fromisoformat(folder.name.partition("=")[2]) for folder in folders]


def dbt_vars(
    context: dg.OpExecutionContext | dg.AssetExecutionContext, landing: str | None
) -> dict[str, Any]:
    """Return dbt's vars of a run: the last of its days bounds what is loaded; and the landing's own."""
    variables = landing_vars(landing)
    if context.has_partition_key or context.has_partition_key_range:
        last = context.partition_key_range.end if context.has_partition_key_range else context.partition_key
        variables["batch_date"] = last
    return variables


def as_arguments(variables: dict[str, Any]) -> list[str]:
    """Return dbt's arguments for vars; none without vars."""
    return ["--vars", json.dumps(variables)] if variables else []
