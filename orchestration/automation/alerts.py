"""The alert of a failed run: a line in a file, and a message to a webhook if one is set."""

import json
import os
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import dagster as dg

SECONDS = 10.0  # that a webhook may take


def alerts_file() -> Path:
    """Return where alerts go: TOUCHSTONE_ALERTS, or alerts.jsonl in Dagster's home."""
    home = os.environ.get("DAGSTER_HOME") or "."
    return Path(os.environ.get("TOUCHSTONE_ALERTS") or Path(home) / "alerts.jsonl")


def alert_of(
    run: dg.DagsterRun, message: str, errors: Sequence[str], checks: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """Return what there is to say of a failed run.

    Args:
        run: the run.
        message: Dagster's own message.
        errors: what each failed step said.
        checks: each failed check that stops a run, as asset and name.
    """
    tags = run.tags
    first, last = (tags.get(f"dagster/asset_partition_range_{end}") for end in ("start", "end"))
    days = tags.get("dagster/partition") or (f"{first} to {last}" if first else None)
    found = [f"{asset}: {name}" for asset, name in checks]
    return {
        "text": f"Run {run.run_id[:8]} of {run.job_name} failed"
        + (f" for {days}" if days else "")
        + (f"; failed checks: {', '.join(found)}" if found else "")
        + f". {errors[0] if errors else message}",
        "run_id": run.run_id,
        "job": run.job_name,
        "days": days,
        "failed_checks": found,
        "errors": list(errors),
    }


def send(alert: dict[str, Any], file: Path, webhook: str | None) -> None:
    """Append the alert to the file, then post it to the webhook.

    Raises:
        OSError: the file cannot be written, or the webhook did not take it.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(alert, ensure_ascii=False) + "\n")
    if webhook:
        body = json.dumps(alert).encode()
        request = urllib.request.Request(webhook, body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=SECONDS):
            pass


@dg.run_failure_sensor(
    name="alert_on_failure",
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Writes a line to alerts.jsonl, and to the webhook in TOUCHSTONE_ALERT_WEBHOOK if it is set.",
)
def alert_on_failure(context: dg.RunFailureSensorContext) -> None:
    """Alert whoever reads the file or the webhook."""
    alert = alert_of(
        context.dagster_run, context.failure_event.message or "", _errors(context), _failed_checks(context)
    )
    send(alert, alerts_file(), os.environ.get("TOUCHSTONE_ALERT_WEBHOOK"))
    context.log.error(alert["text"])


def _errors(context: dg.RunFailureSensorContext) -> list[str]:
    found = []
    for event in context.get_step_failure_events():
        data = event.step_failure_data
        failure = data.user_failure_data
        if failure is not None and failure.description:
            found.append(f"{event.step_key}: {failure.description}")
        elif data.error is not None:
            found.append(f"{event.step_key}: {data.error.message.strip()}")
    return found


def _failed_checks(context: dg.RunFailureSensorContext) -> list[tuple[str, str]]:
    records = context.instance.get_records_for_run(
        context.dagster_run.run_id, of_type=dg.DagsterEventType.ASSET_CHECK_EVALUATION
    ).records
    evaluations = [
        record.event_log_entry.dagster_event.asset_check_evaluation_data
        for record in records
        if record.event_log_entry.dagster_event is not None
    ]
    return [
        (found.asset_key.to_user_string(), found.check_name)
        for found in evaluations
        if not found.passed and found.severity == dg.AssetCheckSeverity.ERROR
    ]
