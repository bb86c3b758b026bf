"""The daily run."""

import dagster as dg

HOUR = 5  # UTC: sources deliver until 02:00


def daily_schedule(job: str, days: dg.DailyPartitionsDefinition) -> dg.ScheduleDefinition:
    """Return the schedule that loads the newest day; off until somebody turns it on."""

    @dg.schedule(
        name="daily",
        job_name=job,
        cron_schedule=f"0 {HOUR} * * *",
        execution_timezone="UTC",
        description="Loads the newest day that has a partition, and whatever is still missing before it.",
    )
    def daily(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        keys = days.get_partition_keys(current_time=context.scheduled_execution_time)
        if not keys:
            return dg.SkipReason("There is no day to load yet.")
        newest = keys[-1]
        # Asked again for the same day, Dagster starts nothing.
        return dg.RunRequest(run_key=newest, partition_key=newest)

    return daily
