"""A new delivery starts one run; a failed run leaves an alert; a table that jumps is noticed."""

import datetime as dt
import http.server
import json
import threading
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from orchestration.automation import alerts
from orchestration.automation.alerts import alert_on_failure, alerts_file, send
from orchestration.automation.new_deliveries import new_deliveries_sensor
from orchestration.automation.row_counts import counts_of, in_line
from orchestration.automation.schedule import daily_schedule
from orchestration.partitions import batch_days

DAYS = dg.DailyPartitionsDefinition(start_date="2024-05-01", end_date="2024-06-01")


def _list(landing: Path, day: str, text: str = "x", name: str = "manifest.csv") -> None:
    folder = landing / "reference" / "deliveries" / f"batch_date={day}"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def _look(landing: Path | None, cursor: str | None) -> dg.SensorResult | dg.SkipReason:
    sensor = new_deliveries_sensor("build_warehouse", str(landing) if landing else None, DAYS)
    with dg.instance_for_test() as instance:
        found = sensor(dg.build_sensor_context(instance=instance, cursor=cursor))
    assert isinstance(found, dg.SensorResult | dg.SkipReason)
    return found


def test_a_new_delivery_starts_a_run_and_one_that_was_seen_does_not(tmp_path: Path) -> None:
    _list(tmp_path, "2024-05-02")
    first = _look(tmp_path, None)
    assert isinstance(first, dg.SensorResult)
    assert [request.partition_key for request in first.run_requests or ()] == ["2024-05-02"]
    again = _look(tmp_path, first.cursor)
    assert isinstance(again, dg.SkipReason)
    assert "all seen" in str(again.skip_message)

    # a resend for a day that was seen, and half a file that nobody has listed yet
    _list(tmp_path, "2024-05-02", "more rows")
    (tmp_path / "shop" / "orders" / "batch_date=2024-05-03").mkdir(parents=True)
    resent = _look(tmp_path, first.cursor)
    assert isinstance(resent, dg.SensorResult)
    [request] = resent.run_requests or ()
    assert request.partition_key == "2024-05-02"
    assert request.run_key != (first.run_requests or ())[0].run_key


def test_several_days_are_one_run(tmp_path: Path) -> None:
    for day in ("2024-05-02", "2024-05-04"):
        _list(tmp_path, day)
    found = _look(tmp_path, None)
    assert isinstance(found, dg.SensorResult)
    [request] = found.run_requests or ()
    assert request.tags["dagster/asset_partition_range_start"] == "2024-05-02"
    assert request.tags["dagster/asset_partition_range_end"] == "2024-05-04"


def test_the_sensor_says_why_it_does_nothing(tmp_path: Path) -> None:
    for landing, said in (
        (None, "TOUCHSTONE_LANDING"),
        (tmp_path / "absent", "no folder"),
        (tmp_path, "0 days"),
    ):
        skipped = _look(landing, None)
        assert isinstance(skipped, dg.SkipReason)
        assert said in str(skipped.skip_message)
    _list(tmp_path, "2031-01-01")
    _list(tmp_path, "2024-05-02", name=".manifest.csv.part")
    future = _look(tmp_path, None)
    assert isinstance(future, dg.SkipReason)
    assert "2031-01-01 is no day that can be loaded yet" in str(future.skip_message)
    # it holds up no other day, and is not forgotten
    _list(tmp_path, "2024-05-03")
    found = _look(tmp_path, None)
    assert isinstance(found, dg.SensorResult)
    assert [request.partition_key for request in found.run_requests or ()] == ["2024-05-03"]
    assert "2031-01-01" not in str(found.cursor)


def test_the_schedule_asks_for_the_newest_day() -> None:
    schedule = daily_schedule("build_warehouse", batch_days())
    context = dg.build_schedule_context(scheduled_execution_time=dt.datetime(2026, 3, 1, 5, tzinfo=dt.UTC))
    request = schedule(context)
    assert isinstance(request, dg.RunRequest)
    assert (request.partition_key, request.run_key) == ("2025-12-31", "2025-12-31")
    open_days = dg.DailyPartitionsDefinition(start_date="2024-01-01", end_offset=1)
    newest = daily_schedule("build_warehouse", open_days)(context)
    assert isinstance(newest, dg.RunRequest)
    assert newest.partition_key == "2026-03-01"


@dg.asset
def broken() -> None:
    raise dg.Failure("the disk is full")


@dg.asset_check(asset=broken, blocking=True)
def always_wrong() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=False)


def test_a_failed_run_leaves_an_alert(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "alerts" / "alerts.jsonl"
    monkeypatch.setenv("TOUCHSTONE_ALERTS", str(file))
    monkeypatch.setattr(alerts, "SECONDS", 300.0)
    posted: list[dict[str, Any]] = []

    class Webhook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            posted.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Webhook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("TOUCHSTONE_ALERT_WEBHOOK", f"http://127.0.0.1:{server.server_port}/")
    job = dg.Definitions(assets=[broken], asset_checks=[always_wrong]).resolve_implicit_global_asset_job_def()
    with dg.instance_for_test() as instance:
        result = job.execute_in_process(instance=instance, raise_on_error=False)
        event = next(e for e in result.all_events if e.event_type == dg.DagsterEventType.RUN_FAILURE)
        alert_on_failure(
            dg.build_run_status_sensor_context(
                "alert_on_failure", event, instance, result.dagster_run
            ).for_run_failure()
        )
    server.shutdown()
    [line] = file.read_text(encoding="utf-8").splitlines()
    alert = json.loads(line)
    assert posted == [alert]
    assert alert["run_id"] == result.run_id
    assert "broken: the disk is full" in alert["text"]


def test_alerts_are_appended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TOUCHSTONE_ALERTS", raising=False)
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    for number in (1, 2):
        send({"text": f"ü{number}"}, alerts_file(), None)
    assert (tmp_path / "alerts.jsonl").read_text(encoding="utf-8") == '{"text": "ü1"}\n{"text": "ü2"}\n'


def _counts(*rows: int) -> dict[dt.date, int]:
    return {dt.date(2024, 5, 1) + dt.timedelta(days=day): count for day, count in enumerate(rows)}


@pytest.mark.parametrize(
    ("rows", "passed"),
    [
        ((100, 5000), True),  # too few to judge by
        ((1000, 1010, 1020, 1030, 1040, 1050), True),
        ((1000, 1010, 1020, 1030, 1040, 2000), False),
        ((1000, 1010, 1020, 1030, 1040, 1035), True),
        ((1000, 1010, 1020, 1030, 1040, 900), False),
        ((50, 50, 50, 50, 50, 50), True),
        ((50, 50, 50, 50, 50, 90), False),
    ],
)
def test_growth_out_of_line_is_noticed(rows: tuple[int, ...], passed: bool) -> None:
    assert in_line(_counts(*rows))[0] == passed


def test_a_backfill_of_many_days_is_one_step() -> None:
    assert in_line({**_counts(1000, 1010, 1020, 1030, 1040), dt.date(2024, 6, 5): 1350})[0]
    key = dg.AssetKey("t")
    events = [
        dg.AssetMaterialization(key, partition=day, metadata={"dagster/row_count": rows})
        for day, rows in (("2024-05-03", 30), ("2024-05-02", 30), ("2024-05-01", 12), ("2024-05-01", 10))
    ]
    unknown = dg.AssetMaterialization(key, partition="2024-05-04")
    counts = counts_of([unknown, *events], ["d", "c", "c", "b", "a"])
    assert counts == {dt.date(2024, 5, 1): 12, dt.date(2024, 5, 3): 30}
