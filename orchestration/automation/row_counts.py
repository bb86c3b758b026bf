"""Whether the tables that people read grow as they did: by Dagster's own history, without a query."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import median
from typing import Any

import dagster as dg

from orchestration.layers import layer_of

CHECK = "row_count_is_in_line"
LOOKS_BACK = 60  # materializations
FEWEST = 5  # builds before there is a judgement
SHRINKS = 0.02  # part of the rows that may go: corrections and deletions
GROWS = 10.0  # times the usual growth of a day


def in_line(counts: Mapping[dt.date, int]) -> tuple[bool, str]:
    """Return whether the newest count follows from those before it, and why.

    Args:
        counts: rows after the build of a day; a build that loaded several days is that of the last.
    """
    days = sorted(counts)
    if len(days) < FEWEST:
        return True, f"{len(days)} builds are too few to judge by; {FEWEST} are needed"
    before, now = counts[days[-2]], counts[days[-1]]
    if now < before * (1 - SHRINKS):
        return False, f"{now} rows, {before - now} fewer than after {days[-2]}"
    growth = [(counts[b] - counts[a]) / (b - a).days for a, b in pairwise(days)]
    usual, newest = median(growth[:-1]), growth[-1]
    limit = max(usual, 1) * GROWS + before / 100
    if newest > limit:
        return False, f"{newest:.0f} rows more a day since {days[-2]}; usual are {usual:.0f}"
    return True, f"{now} rows, {newest:.0f} more a day since {days[-2]}; usual are {usual:.0f}"


def counts_of(events: Sequence[dg.AssetMaterialization], runs: Sequence[str]) -> dict[dt.date, int]:
    """Return the rows after each build, by the last day that it loaded, of events newest first."""
    newest: dict[str, tuple[dt.date, int]] = {}
    for event, run in zip(events, runs, strict=True):
        rows = event.metadata.get("dagster/row_count")
        if rows is None or event.partition is None:
            continue
        day = dt.date.fromisoformat(event.partition)
        if run not in newest or day > newest[run][0]:
            newest[run] = (day, int(str(rows.value)))
    # of several builds of a day, the newest one
    return dict(reversed(newest.values()))


def row_count_checks(manifest: Mapping[str, Any]) -> dg.AssetChecksDefinition | None:
    """Return a check for each stored table of the gold layers, or None if there is none."""
    keys = [
        dg.AssetKey([layer_of(node).name, node["name"]])
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
        and node["config"]["materialized"] not in ("view", "ephemeral")
        and layer_of(node).is_gold
    ]
    if not keys:
        return None

    @dg.multi_asset_check(
        name="row_counts",
        can_subset=True,
        specs=[
            dg.AssetCheckSpec(
                CHECK,
                asset=key,
                description="The table grew as it usually does, by the row counts of the builds before.",
            )
            for key in keys
        ],
    )
    def row_counts(context: dg.AssetCheckExecutionContext) -> Iterator[dg.AssetCheckResult]:
        for check in sorted(context.op_execution_context.selected_asset_check_keys):
            records = context.instance.fetch_materializations(check.asset_key, limit=LOOKS_BACK).records
            events = [r.asset_materialization for r in records if r.asset_materialization is not None]
            passed, why = in_line(counts_of(events, [r.run_id for r in records]))
            yield dg.AssetCheckResult(
                passed=passed,
                asset_key=check.asset_key,
                check_name=check.name,
                severity=dg.AssetCheckSeverity.WARN,
                description=why,
            )

    return row_counts
