"""Deliveries: complete and listed, the same in both formats, for any dates, seed and scale."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from generator.__main__ import DEFAULT_SEED, main, run
from generator.challenges import CHALLENGES
from generator.clock import Ints, Span, day_of
from generator.deliver import CsvSink, Delivery, ParquetSink, deliver
from generator.schema import MANIFEST, TABLES
from generator.simulate import simulate
from tests.python.generator.contract import ROOT, START, Query, is_due

END = date(2025, 12, 31)
PLANTED_PREFIXES = {
    "customer_id": "C",
    "order_id": "O",
    "product_no": "P-",
    "receipt_no": "R",
    "member_no": "M",
    "event_id": "E",
}
EVERY_DAY = [START + timedelta(days=n) for n in range((END - START).days + 1)]


def digests(folder: Path) -> dict[str, str]:
    """Hash of each CSV below a folder."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.glob("*/*.csv"))
    }


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scale 1 as Parquet."""
    folder = tmp_path_factory.mktemp("landing") / "deliveries"
    run(ParquetSink(folder), 1, DEFAULT_SEED, Span(), quiet=True)
    return folder


def test_committed_seeds_are_what_the_generator_writes(csv_folder: Path) -> None:
    assert digests(csv_folder) == digests(ROOT / "seeds")


def test_another_seed_gives_other_rows(csv_folder: Path, tmp_path: Path) -> None:
    run(CsvSink(tmp_path), 1, DEFAULT_SEED + 1, Span(), quiet=True)
    ours, others = digests(csv_folder), digests(tmp_path)
    same = {name for name in ours if ours[name] == others[name]}
    fixed = [
        "reference/reference__" + name for name in ("countries", "currencies", "data_challenges", "holidays")
    ]
    hand_written = {"erp/erp__categories", "erp/erp__locations", "shop/shop__promotions", *fixed}
    assert same == {f"{name}.csv" for name in hand_written}


def test_seeds_stay_small(csv_folder: Path) -> None:
    files = list(csv_folder.glob("*/*.csv"))
    rows = sum(len(path.read_bytes().splitlines()) - 1 for path in files)
    assert len(files) == len(TABLES) == 30
    assert 55_000 <= rows <= 60_000
    assert sum(path.stat().st_size for path in files) <= 8_000_000


def test_seeds_are_plain_csv_in_order(csv_folder: Path) -> None:
    for key, table in TABLES.items():
        path = csv_folder / table.system / f"{table.system}__{table.name}.csv"
        data = path.read_bytes()
        assert b"\r" not in data
        assert data.decode("utf-8").endswith("\n")
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = list(csv.reader(file))
        assert header == ["batch_date", "delivery_number", "row_number", *table.columns], key
        place = [(row[0], int(row[1]), int(row[2])) for row in rows]
        assert place == sorted(place), key
        if key != MANIFEST:
            assert len(set(place)) == len(place), key


def test_manifest_lists_each_delivery_with_its_rows(query: Query) -> None:
    listed = {
        (f"{system}.{table}", day, number): (kind, count)
        for system, table, day, number, kind, count in query("""
            select system_name, table_name, batch_date, delivery_number, delivery_kind, row_count
            from reference__deliveries
        """)
    }
    expected: dict[tuple[str, date, int], tuple[str, int]] = {}
    for key, table in TABLES.items():
        if key == MANIFEST:
            continue
        found = {
            (day, number): count
            for day, number, count in query(
                f"select batch_date, delivery_number, count(*) from {key.replace('.', '__')} group by all"
            )
        }
        due = {(day, 1) for day in EVERY_DAY if is_due(table.cadence, day)}
        if key == "shop.payments":
            due.add((date(2024, 9, 17), 2))
        assert set(found) <= due, key
        expected |= {(key, *place): (table.kind, found.get(place, 0)) for place in due}
    assert listed == expected


def test_manifest_says_when_and_in_which_version(query: Query) -> None:
    unusual = query("""
        select system_name || '.' || table_name, batch_date, delivery_number, delivered_at
        from reference__deliveries where delivered_at <> batch_date + interval 1 day + interval 2 hour
        order by batch_date
    """)
    assert [row[:3] for row in unusual] == [
        ("shop.payments", date(2024, 9, 17), 2),
        ("shop.customers", date(2024, 10, 8), 1),
    ]
    assert query("""
        select delivered_at - batch_date::timestamp from reference__deliveries
        where table_name = 'customers' and batch_date = '2024-10-08'
    """) == [(timedelta(days=5, hours=2),)]  # fmt: skip
    assert query("""
        select distinct table_name, min(batch_date), max(batch_date), count(*) from reference__deliveries
        where schema_version = 2 group by all
    """) == [("customers", date(2025, 1, 1), END, 365)]  # fmt: skip
    assert query("""
        select count(*) from (
            select batch_date, list(row_number order by row_number) as numbers from reference__deliveries
                group by 1
        ) where numbers <> range(1, len(numbers) + 1)
    """) == [(0,)]  # fmt: skip


def test_parquet_has_the_rows_of_the_seeds(landing: Path, database: duckdb.DuckDBPyConnection) -> None:
    for key, table in TABLES.items():
        columns = ", ".join(["batch_date", "delivery_number::text", "row_number::text", *table.columns])
        path = landing / table.system / table.name / "*" / "*.parquet"
        delivered = (
            f"select {columns} from read_parquet('{path}', hive_partitioning=true, union_by_name=true, "
            "hive_types_autocast=false)"
        )
        seeded = f"select {columns} from raw_{key.replace('.', '__')}"
        difference = database.execute(
            f"(({delivered}) except all ({seeded})) union all (({seeded}) except all ({delivered}))"
        ).fetchall()
        assert difference == [], key


def test_parquet_files_are_text_and_nothing_empty(landing: Path) -> None:
    for path in landing.glob("*/*/batch_date=2024-1*/*.parquet"):
        schema = pq.read_schema(path)
        kinds = {field.name: str(field.type) for field in schema}
        assert kinds.pop("delivery_number") == kinds.pop("row_number") == "int32"
        assert set(kinds.values()) == {"string"}
        assert pq.read_metadata(path).num_rows > 0
        names = list(TABLES[".".join(path.parts[-4:-2])].columns)
        assert list(kinds) == [name for name in names if name != "newsletter_consent"]


def test_new_column_appears_on_its_day(landing: Path) -> None:
    for path in (landing / "shop" / "customers").glob("*/*.parquet"):
        has_it = "newsletter_consent" in pq.read_schema(path).names
        assert has_it == (path.parent.name >= "batch_date=2025-01-01")


def test_resend_has_the_same_rows(landing: Path) -> None:
    folder = landing / "shop" / "payments" / "batch_date=2024-09-17"
    first, second = (pq.read_table(folder / f"delivery_{n}.parquet") for n in (1, 2))
    assert second["delivery_number"].unique().to_pylist() == [2]
    assert first.drop_columns(["delivery_number"]).equals(second.drop_columns(["delivery_number"]))


def test_dates_choose_deliveries_of_the_full_run(landing: Path, tmp_path: Path) -> None:
    first, last = "2024-09-15", "2024-10-02"
    assert main(["--out", str(tmp_path / "part"), "--from", first, "--until", last]) == 0
    whole = {
        path.relative_to(landing): path
        for path in landing.glob("*/*/*/*.parquet")
        if first <= path.parent.name.removeprefix("batch_date=") <= last
    }
    part = {path.relative_to(tmp_path / "part"): path for path in (tmp_path / "part").glob("*/*/*/*.parquet")}
    assert set(part) == set(whole)
    assert all(part[name].read_bytes() == whole[name].read_bytes() for name in part)


def test_ledger_lists_only_what_is_delivered(tmp_path: Path) -> None:
    run(ParquetSink(tmp_path), 1, DEFAULT_SEED, Span(), 0, day_of(date(2024, 6, 30)), quiet=True)
    path = tmp_path / "reference" / "data_challenges" / "batch_date=2024-01-01" / "delivery_1.parquet"
    ids = set(pq.read_table(path)["challenge_id"].to_pylist())
    assert {"a_b_a_change", "late_fact", "orphan_key", "time_zone_trap", "non_ascii_text"} <= ids
    assert not ids & {
        "delivery_sent_twice",
        "late_event",
        "customer_erased",
        "same_person",
        "empty_full_extract",
    }
    assert len(ids) < len(CHALLENGES) == 36


class Counter:
    """A sink that only counts: rows of each table, and of these the planted ones by their business key."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = defaultdict(int)
        self.planted: dict[str, int] = defaultdict(int)

    def write(self, delivery: Delivery) -> None:
        key = delivery.table.key
        self.rows[key] += delivery.rows.num_rows
        name = next((n for n in delivery.table.columns if n in PLANTED_PREFIXES), None)
        if name is not None:
            pattern = f"^(?i:{PLANTED_PREFIXES[name]})9"
            self.planted[key] += pc.sum(pc.match_substring_regex(delivery.rows[name], pattern)).as_py() or 0

    def manifest(self, day: Ints, numbers: Ints, rows: Any) -> None:
        assert len(day) == len(numbers) == rows.num_rows
        self.rows[MANIFEST] += rows.num_rows

    def close(self) -> None:
        pass


@dataclass
class Larger:
    """A run at scale 4: what it delivered in all and each month, and what then was still waiting."""

    sink: Counter
    delivered: list[int]
    waiting: list[int]


@pytest.fixture(scope="module")
def larger() -> Larger:
    run = Larger(Counter(), [], [])
    span = Span()
    last = span.days - 1
    for month, box in simulate(4, DEFAULT_SEED, span, 0, last):
        run.delivered.append(deliver(box, month, 0, last, run.sink))
        run.waiting.append(box.waiting())
    return run


def test_only_about_a_month_of_rows_is_held(larger: Larger) -> None:
    """What waits for later deliveries does not pile up: it stays below what an average month delivers."""
    assert len(larger.delivered) == 24
    assert sum(larger.delivered) == sum(larger.sink.rows.values())
    assert max(larger.waiting) < sum(larger.delivered) / 24
    assert larger.waiting[-1] < larger.waiting[0]


def test_volumes_follow_the_scale(larger: Larger, query: Query) -> None:
    """Four times the customers, orders and events, twice the products, and the same planted rows."""
    own, planted = {}, {}
    for key, table in TABLES.items():
        name = next((n for n in table.columns if n in PLANTED_PREFIXES), None)
        pattern = f"(?i)^{PLANTED_PREFIXES[name]}9" if name else ""
        test = f"count(*) filter (regexp_matches({name}, '{pattern}'))" if name else "0"
        own[key], planted[key] = query(f"select count(*), {test} from raw_{key.replace('.', '__')}")[0]
    assert {key: larger.sink.planted[key] for key in planted} == planted
    assert min(planted[key] for key in ("shop.customers", "shop.orders", "erp.products", "pos.receipts")) > 2

    def ratio(key: str) -> float:
        return float((larger.sink.rows[key] - planted[key]) / (own[key] - planted[key]))

    linear = (
        "shop.customers",
        "shop.orders",
        "shop.order_lines",
        "shop.payments",
        "erp.shipments",
        "pos.receipts",
        "pos.loyalty_members",
        "web.events",
    )
    assert {key: round(ratio(key)) for key in linear} == dict.fromkeys(linear, 4)
    rooted = ("erp.products", "erp.suppliers", "erp.price_list")
    assert {key: round(ratio(key)) for key in rooted} == dict.fromkeys(rooted, 2)
    constant = ("reference.countries", "erp.locations", "finance.fx_rates", "shop.promotions", MANIFEST)
    assert {key: ratio(key) for key in constant} == dict.fromkeys(constant, 1.0)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "either --out DIR for Parquet deliveries or --seeds"),
        (["--out", "x", "--seeds", "y"], "either --out DIR for Parquet deliveries or --seeds"),
        (["--out", "x", "--scale", "0"], "--scale 0: expected a whole number from 1 to 2000"),
        (["--out", "x", "--scale", "2001"], "--scale 2001: expected a whole number from 1 to 2000"),
        (["--out", "x", "--seed", "-1"], "--seed -1: expected zero or more"),
        (["--out", "x", "--from", "2024-02-30"], "'2024-02-30' is no date: write it as YYYY-MM-DD"),
        (
            ["--out", "x", "--until", "2026-01-01"],
            "outside of the 24 months: expected 2024-01-01 to 2025-12-31",
        ),
        (["--out", "x", "--from", "2024-03-02", "--until", "2024-03-01"], "lies after --until 2024-03-01"),
        (["--seeds", "x", "--scale", "2"], "--seeds writes scale 1, 24 months and all dates"),
        (["--seeds", "x", "--months", "33"], "leave --scale, --months, --from and --until out"),
        (["--out", "x", "--months", "23"], "--months 23: expected a whole number from 24 to 48"),
        (["--out", "x", "--months", "49"], "--months 49: expected a whole number from 24 to 48"),
        (
            ["--out", "x", "--months", "33", "--until", "2026-10-01"],
            "outside of the 33 months: expected 2024-01-01 to 2026-09-30",
        ),
        (
            ["--out", "x", "--months", "48", "--scale", "1447"],
            "--scale 1447: expected a whole number from 1 to 1446 for 48 months",
        ),
        (["--out", str(ROOT / "seeds")], "seeds is not empty: name a new folder or empty this one first"),
    ],
)
def test_wrong_arguments_are_named(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
