"""The sensor that reacts to a new delivery in the landing folder."""

import datetime as dt
import hashlib
import json
from pathlib import Path

import dagster as dg

SECONDS = 30


def delivered(landing: Path) -> dict[str, str]:
    """Return a digest of what the manifest lists for each day, by name, size and time of its files.

    A source writes its files first and lists them last; so what is listed is there in full.
    """
    found: dict[str, str] = {}
    for folder in sorted(landing.glob("reference/deliveries/batch_date=*")):
        files = sorted(path for path in folder.iterdir() if path.name[0] not in "._")
        text = "\n".join(f"{path.name} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
        if files:
            found[folder.name.partition("=")[2]] = hashlib.sha256(text.encode()).hexdigest()[:16]
    return found


def new_deliveries_sensor(
    job: str, landing: str | None, days: dg.DailyPartitionsDefinition
) -> dg.SensorDefinition:
    """Return the sensor; off until somebody turns it on, like the schedule."""

    @dg.sensor(
        name="new_deliveries",
        job_name=job,
        minimum_interval_seconds=SECONDS,
        description="Starts one run for the days of deliveries that the landing folder newly lists.",
    )
    def new_deliveries(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        if landing is None:
            return dg.SkipReason("No landing folder: set TOUCHSTONE_LANDING to watch one.")
        if not Path(landing).is_dir():
            return dg.SkipReason(f"{landing} is no folder here.")
        seen: dict[str, str] = json.loads(context.cursor or "{}")
        listed = delivered(Path(landing))
        new = sorted(day for day, digest in listed.items() if seen.get(day) != digest)
        if not new:
            return dg.SkipReason(f"Nothing new: {len(listed)} days are listed, all seen.")
        loadable = [day for day in new if _is_partition(day, days)]
        if not loadable:
            return dg.SkipReason(f"{new[0]} is no day that can be loaded yet.")
        cursor = {**seen, **{day: listed[day] for day in loadable}}
        return dg.SensorResult(run_requests=[_request(loadable, listed)], cursor=json.dumps(cursor))

    return new_deliveries


def _is_partition(day: str, days: dg.DailyPartitionsDefinition) -> bool:
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        return False
    return days.has_partition_key(day)


def _request(new: list[str], listed: dict[str, str]) -> dg.RunRequest:
    """Return one run for the range of the new days; a run of it is started once."""
    key = hashlib.sha256("".join(f"{day}{listed[day]}" for day in new).encode()).hexdigest()[:16]
    tags = {"deliveries": f"{new[0]} to {new[-1]}" if len(new) > 1 else new[0]}
    if len(new) == 1:
        return dg.RunRequest(run_key=key, partition_key=new[0], tags=tags)
    span = {"dagster/asset_partition_range_start": new[0], "dagster/asset_partition_range_end": new[-1]}
    return dg.RunRequest(run_key=key, tags={**tags, **span})
