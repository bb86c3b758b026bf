"""A run of a day passes that day to dbt; a range is one run up to its last day."""

from pathlib import Path

import dagster as dg
import pytest

from orchestration.partitions import as_arguments, batch_days, dbt_vars


def test_the_seeds_days_are_those_that_their_manifest_lists() -> None:
    days = batch_days()
    assert days.get_first_partition_key() == "2024-01-01"
    assert days.get_last_partition_key() == "2025-12-31"


def test_a_landing_folders_days_begin_with_its_first_delivery(tmp_path: Path) -> None:
    assert batch_days(str(tmp_path)).get_first_partition_key() == "2024-01-01"
    for day in ("2024-05-02", "2024-05-01"):
        (tmp_path / "reference" / "deliveries" / f"batch_date={day}").mkdir(parents=True)
    days = batch_days(str(tmp_path))
    assert days.get_first_partition_key() == "2024-05-01"
    assert days.end is None


@pytest.mark.parametrize(
    ("tags", "bound"),
    [
        ({"dagster/partition": "2024-02-03"}, "2024-02-03"),
        (
            {
                "dagster/asset_partition_range_start": "2024-02-01",
                "dagster/asset_partition_range_end": "2024-02-29",
            },
            "2024-02-29",
        ),
    ],
)
def test_the_last_day_is_the_bound(tags: dict[str, str], bound: str) -> None:
    seen: list[dict[str, str]] = []

    @dg.asset(partitions_def=batch_days(), backfill_policy=dg.BackfillPolicy.single_run())
    def thing(context: dg.AssetExecutionContext) -> None:
        seen.append(dbt_vars(context, "/landing"))

    job = dg.Definitions(assets=[thing]).resolve_implicit_global_asset_job_def()
    assert job.execute_in_process(tags=tags, partition_key=tags.get("dagster/partition")).success
    assert seen == [{"landing": "/landing", "batch_date": bound}]


def test_arguments() -> None:
    assert as_arguments({}) == []
    assert as_arguments({"batch_date": "2024-02-03"}) == ["--vars", '{"batch_date": "2024-02-03"}']
