"""Runs of more months than the default: they go on as they began, to the last day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb
import numpy as np
import pyarrow.parquet as pq
import pytest

from generator import standing
from generator.__main__ import DEFAULT_SEED, GREATEST_SCALE, LAST_CUSTOMER, greatest_scale, main, run
from generator.challenges import CHALLENGES
from generator.clicks import first_anonymous
from generator.clock import DAY, GREATEST_MONTHS, HOUR, LEAST_MONTHS, Span, day_of, month_start, utc_offset
from generator.deliver import ParquetSink
from generator.schema import LEDGER, MANIFEST, TABLES
from generator.text import dates
from generator.world import build, customer_count
from tests.python.generator.contract import ROOT, START, is_due

MONTHS, LAST_DAY = 33, date(2026, 9, 30)
EVERY_DAY = [START + timedelta(days=n) for n in range((LAST_DAY - START).days + 1)]
CADENCES = ("daily", "weekdays", "weekly", "monthly", "once")

# Delivered each month, with rows now and then: at scale 1 some months have none.
RARE = {
    "erp.assortments", "erp.categories", "erp.locations", "erp.product_suppliers", "shop.erasure_requests",
}  # fmt: skip
# At scale 1 some months have none; plans are not made for months beyond the last one.
BY_SEASON = {"erp.price_list", "finance.sales_forecasts", "shop.order_line_promotions", "shop.promotions"}


@dataclass(frozen=True)
class Landing:
    """What a run delivered: its folder, the days with rows of each table, and their rows."""

    folder: Path
    rows: dict[str, dict[date, int]]

    def by_month(self, key: str) -> list[int]:
        """Rows of a table in each month, from the first on."""
        months = [0] * MONTHS
        for day, count in self.rows[key].items():
            months[(day.year - START.year) * 12 + day.month - 1] += count
        return months


@pytest.fixture(scope="module")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Landing:
    """33 months at scale 1."""
    folder = tmp_path_factory.mktemp("months") / "deliveries"
    run(ParquetSink(folder), 1, DEFAULT_SEED, Span(MONTHS), quiet=True)
    rows: dict[str, dict[date, int]] = {key: defaultdict(int) for key in TABLES}
    for path in folder.glob("*/*/*/*.parquet"):
        system, table, day = path.parts[-4:-1]
        due = date.fromisoformat(day.removeprefix("batch_date="))
        rows[f"{system}.{table}"][due] += pq.read_metadata(path).num_rows
    return Landing(folder, rows)


def test_each_table_delivers_on_its_days_to_the_last_one(landing: Landing) -> None:
    listed = set(
        duckdb.connect().execute(f"""
            select system_name || '.' || table_name, batch_date::date
            from read_parquet('{landing.folder}/reference/deliveries/*/*.parquet', hive_partitioning=true)
        """).fetchall()
    )  # fmt: skip
    every = {key: table.cadence for key, table in TABLES.items() if key != MANIFEST}
    assert listed == {(key, day) for key, how in every.items() for day in EVERY_DAY if is_due(how, day)}
    assert set(landing.rows[MANIFEST]) == set(EVERY_DAY)
    busy = {"erp.inventory_movements", "pos.receipts", "shop.orders", "web.events"}
    assert busy <= {key for key, days in landing.rows.items() if max(days) == LAST_DAY}


def test_each_month_has_rows(landing: Landing) -> None:
    often = {key for key, table in TABLES.items() if table.cadence != "once"} - RARE - BY_SEASON
    assert {key for key in often if 0 in landing.by_month(key)} == set()


def test_rows_neither_end_nor_pile_up_after_two_years(landing: Landing) -> None:
    """The last nine months have about as many rows as the nine a year before; the shop grows by an eighth."""
    known = {key for key, table in TABLES.items() if table.cadence != "once"} - RARE
    ratios = {}
    for key in known:
        months = landing.by_month(key)
        ratios[key] = sum(months[24:33]) / sum(months[12:21])
    assert {key: ratio for key, ratio in ratios.items() if not 0.7 < ratio < 1.6} == {}


def test_two_years_of_more_are_as_busy_as_two_years(landing: Landing) -> None:
    """The first 24 of more months have about as many rows as the seeds, though not the same ones."""
    other = {}
    for key, table in TABLES.items():
        seeds = ROOT / "seeds" / table.system / f"{table.system}__{table.name}.csv"
        expected = len(seeds.read_bytes().splitlines()) - 1
        ratio = sum(landing.by_month(key)[:24]) / expected
        if abs(ratio - 1) > (0.1 if expected > 1000 else 0.3):
            other[key] = ratio
    # The holidays of all years are known from the first day on.
    assert other == {"reference.holidays": 1.5}


def test_rare_rows_go_on_after_two_years(landing: Landing) -> None:
    """But for requests to be forgotten, of which there are two in all at this scale."""
    quiet = {key for key in RARE if not any(landing.by_month(key)[24:])}
    assert quiet <= {"shop.erasure_requests"}


def test_what_exists_comes_and_goes_in_all_months() -> None:
    """At scale 10: as many members join in two years as by default, and all comes and goes later too."""
    span, two_years = Span(MONTHS), Span().days
    world, default = build(DEFAULT_SEED, 10, span), build(DEFAULT_SEED, 10, Span())
    joined, products, listings = world.members.joined, world.products, world.listings
    by_default = np.sum(default.members.joined >= 0)
    assert 0.95 < np.sum((joined >= 0) & (joined < two_years)) / by_default < 1.05
    starts = np.array([change.start for change in world.price_changes])
    dropped = np.where(listings.last == products.discontinued + 60, 0, listings.last)
    for days in (joined, products.launch, products.discontinued, listings.first, dropped, starts):
        assert np.any((days >= two_years) & (days < span.days))
    assert max(joined) < span.days
    assert max(starts) < span.days


def test_planted_rows_are_there_and_go_on(landing: Landing) -> None:
    first = landing.folder / "reference" / "data_challenges" / f"batch_date={START}" / "delivery_1.parquet"
    assert pq.read_metadata(first).num_rows == len(CHALLENGES) == landing.rows[LEDGER][START]
    last = f"batch_date={LAST_DAY}/delivery_1.parquet"
    members = pq.read_table(landing.folder / "pos" / "loyalty_members" / last)["member_no"].to_pylist()
    assert {"C900012", "M900001", "M900002"} <= set(members)


def test_the_dates_can_be_chosen_beyond_two_years(landing: Landing, tmp_path: Path) -> None:
    arguments = ["--months", str(MONTHS), "--from", "2026-09-29", "--out", str(tmp_path / "part")]
    assert main(arguments) == 0
    part = {path.relative_to(tmp_path / "part") for path in (tmp_path / "part").glob("*/*/*/*.parquet")}
    assert {path.parent.name for path in part} == {"batch_date=2026-09-29", f"batch_date={LAST_DAY}"}
    assert all(
        (tmp_path / "part" / path).read_bytes() == (landing.folder / path).read_bytes() for path in part
    )


@pytest.mark.parametrize("cadence", CADENCES)
@pytest.mark.parametrize("months", [LEAST_MONTHS, MONTHS, GREATEST_MONTHS])
def test_a_span_knows_its_delivery_days(months: int, cadence: str) -> None:
    span = Span(months)
    every = [START + timedelta(days=n) for n in range(span.days)]
    assert every[-1] == span.end
    assert (span.end + timedelta(days=1)).day == 1
    due = span.delivery_days(cadence)
    assert due.tolist() == [day_of(day) for day in every if is_due(cadence, day)]
    after = np.array([(int(due[-1]) + 1) * DAY - 1, (int(due[-1]) + 1) * DAY])
    assert span.delivered_on(cadence, after).tolist() == [due[-1], -1]


def test_a_span_has_the_months_that_can_be_simulated() -> None:
    assert (Span().months, Span().days, Span().end) == (24, 731, date(2025, 12, 31))
    assert (Span(MONTHS).days, Span(MONTHS).end) == (1004, LAST_DAY)
    for months in (LEAST_MONTHS - 1, GREATEST_MONTHS + 1):
        with pytest.raises(ValueError, match=f"{months} months: expected 24 to 48"):
            Span(months)


def test_keys_stay_below_the_planted_ones_in_the_greatest_span() -> None:
    """Planted keys begin with a 9; a customer's has six digits and a visitor's eleven."""
    for months in range(LEAST_MONTHS, GREATEST_MONTHS + 1):
        customers = customer_count(Span(months))
        assert customers * greatest_scale(Span(months)) <= LAST_CUSTOMER == 899_999
    assert greatest_scale(Span()) == GREATEST_SCALE
    last_month = month_start(GREATEST_MONTHS - 1)
    assert first_anonymous(last_month) < 90_000_000_000 <= first_anonymous(month_start(GREATEST_MONTHS))


@pytest.mark.parametrize("zone", sorted({location.zone for location in standing.LOCATIONS}))
def test_local_time_is_exact_in_the_greatest_span(zone: str) -> None:
    """Each hour from 2023 on, and for a year after the last day."""
    hours = np.arange(day_of(date(2023, 1, 1)) * 24, (Span(GREATEST_MONTHS).days + 366) * 24)
    start, info = datetime(START.year, START.month, START.day, tzinfo=UTC), ZoneInfo(zone)
    shifts = [(start + timedelta(hours=int(hour))).astimezone(info).utcoffset() for hour in hours]
    assert utc_offset(zone, hours * HOUR).tolist() == [
        shift / timedelta(seconds=1) for shift in shifts if shift is not None
    ]


def test_dates_can_be_written_for_a_year_after_the_greatest_span() -> None:
    assert dates(np.array([Span(GREATEST_MONTHS).days + 366])).to_pylist() == ["2029-01-01"]


def test_holidays_are_known_in_every_year_of_the_greatest_span() -> None:
    found = standing.holidays(Span(GREATEST_MONTHS).years)
    assert len(set(found)) == len(found) == 4 * 49
    assert {
        ("DE", "2026-04-03", "Good Friday"), ("DE", "2026-05-14", "Ascension"),
        ("GB", "2026-05-04", "Early May bank holiday"), ("GB", "2026-08-31", "Summer bank holiday"),
        ("SE", "2026-06-20", "Midsummer Day"), ("US", "2026-05-25", "Memorial Day"),
        ("US", "2026-11-26", "Thanksgiving"), ("FR", "2027-03-29", "Easter Monday"),
        ("SE", "2027-06-26", "Midsummer Day"), ("US", "2027-09-06", "Labor Day"),
        ("US", "2027-05-31", "Memorial Day"), ("GB", "2027-05-31", "Spring bank holiday"),
        ("JP", "2027-08-11", "Mountain Day"),
    } <= set(found)  # fmt: skip


def test_promotions_come_every_year_of_a_span() -> None:
    promotions = standing.promotions(Span(MONTHS).years)
    assert [p.id for p in promotions] == [f"PR-{number:03}" for number in range(1, 37)]
    assert {p.start[:4] for p in promotions} == {"2024", "2025", "2026"}
    assert {p.name.removesuffix(f" {p.start[:4]}") for p in promotions[24:]} == {
        p.name.removesuffix(" 2024") for p in promotions[:12]
    }
