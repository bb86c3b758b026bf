"""A mapping that does not fit its contract is refused in words; one that fits is delivered whole."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
import yaml

from examples.contract import read_lists
from examples.landing import MappingError, deliver, main
from tools.warehouse import ROOT, landing_vars

DAY = "date '2024-03-01' as batch_date"
CURRENCIES = f"select {DAY}, 'EUR' as currency_code, 'Euro' as currency_name, 2 as decimal_places"
COUNTRIES = f"select {DAY}, 'GB' as country_code, 'UK' as country_name, 'GBP' as currency_code"

Write = Callable[..., Path]


@pytest.fixture
def mapping(tmp_path: Path) -> Write:
    """Give a function that writes a mapping: files by their path, with `__` for a slash and without .sql."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            file = tmp_path / "mapping" / (name.replace("__", "/") + ".sql")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        return tmp_path / "mapping"

    return write


def landed(landing: Path, table: str) -> list[tuple[object, ...]]:
    """Return the rows of a landed table, in order."""
    return read(
        f"select * from read_parquet('{landing}/{table}/*/*.parquet') "
        "order by batch_date, row_number, delivery_number"
    )


def read(query: str) -> list[tuple[object, ...]]:
    """Return the rows of a query."""
    with duckdb.connect() as connection:
        return connection.execute(query).fetchall()


def test_each_day_is_a_delivery_that_the_manifest_lists(mapping: Write, tmp_path: Path) -> None:
    folder = mapping(
        prepare__2_twice="select * from days union all select * from days",
        prepare__1_days="select date '2024-03-01' + i::integer as day from range(2) as t(i)",
        reference__currencies=f"select * replace (day as batch_date) from ({CURRENCIES}) cross join twice",
    ).parent.joinpath("mapping")
    with pytest.raises(MappingError, match="column day is not in the contract"):
        deliver(folder, "", tmp_path / "refused")
    mapping(reference__currencies=f"{CURRENCIES.replace(DAY, 'day as batch_date')} from twice")
    landing = tmp_path / "landing"
    assert deliver(folder, "", landing) == {"reference.currencies": 4, "set aside": 0}
    rows = landed(landing, "reference/currencies")
    assert [row[:2] for row in rows] == [(1, 1), (1, 2), (1, 1), (1, 2)]
    listed = [row[2:7] for row in landed(landing, "reference/deliveries")]
    assert listed == [("reference", "currencies", "static", "2", "1")] * 2


def test_the_same_rows_are_written_in_the_same_bytes(
    mapping: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # enough rows for all of the threads to have some of each day
    connect = duckdb.connect
    monkeypatch.setattr("examples.landing.duckdb.connect", lambda: connect(config={"threads": 8}))
    many = "select date '2024-03-01' + cast(i % 3 as integer) as batch_date, 'C' || i as currency_code, "
    folder = mapping(
        reference__currencies=f"{many} 'x' as currency_name, 2 as decimal_places from range(400_000) as t(i)",
        set_aside="select i as line from range(400_000) as t(i)",
    )
    written = []
    for number in range(3):
        landing = tmp_path / f"landing_{number}"
        deliver(folder, "", landing)
        written.append({file.relative_to(landing): file.read_bytes() for file in landing.rglob("*.parquet")})
    assert written[0].keys() == written[1].keys() == written[2].keys()
    assert [name for name in written[0] if len({files[name] for files in written}) > 1] == []


def test_a_column_that_is_left_out_is_delivered_empty(mapping: Write, tmp_path: Path) -> None:
    folder = mapping(reference__countries=COUNTRIES)
    deliver(folder, "", tmp_path / "landing")
    assert landed(tmp_path / "landing", "reference/countries")[0][2:6] == ("GB", "UK", "GBP", None)


def test_what_is_set_aside_and_the_vars_lie_beside_the_deliveries(mapping: Write, tmp_path: Path) -> None:
    folder = mapping(reference__currencies=CURRENCIES, set_aside="select 1 as source_row, 'why' as reason")
    lists = {**read_lists(), "countries": ["NO"]}
    (folder / "vars.yml").write_text(yaml.safe_dump({"accepted_values": lists}), encoding="utf-8")
    landing = tmp_path / "landing"
    assert deliver(folder, "", landing)["set aside"] == 1
    assert read(f"from '{landing}/_set_aside.parquet'") == [(1, "why")]
    assert landing_vars(landing) == {"accepted_values": lists, "landing": str(landing)}
    assert "\n" not in (landing / "_vars.yml").read_text(encoding="utf-8").strip(), "an argument is one line"


def test_a_folder_without_vars_has_itself_alone(tmp_path: Path) -> None:
    assert landing_vars(tmp_path) == {"landing": str(tmp_path)}
    assert landing_vars(None) == {}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"prepare__1_lines": "select 1 as one"}, "has no query: expected <system>/<table>.sql"),
        ({"crm__leads": CURRENCIES}, "there is no source table crm.leads"),
        ({"reference__currencies": f"{CURRENCIES}, 1 as colour"}, "column colour is not in the contract"),
        ({"reference__currencies": f"select {DAY}, 'EUR' as currency_code"}, "gives no column currency_name"),
        ({"reference__currencies": CURRENCIES.replace(DAY, "1 as one")}, "column one is not in the contract"),
        ({"reference__currencies": "select no_such"}, "reference/currencies.sql: Binder Error"),
        (
            {"prepare__1_lines": "from read_csv('/none')", "reference__currencies": CURRENCIES},
            "prepare/1_lines.sql: IO Error",
        ),
        (
            {"reference__currencies": CURRENCIES.replace("date '", "timestamp '")},
            "batch_date is TIMESTAMP; expected DATE",
        ),
        (
            {"reference__currencies": f"{CURRENCIES} union all select null, 'SEK', 'Krona', 2"},
            "currencies.sql: 1 rows have no batch_date, the first: {'currency_code': 'SEK'",
        ),
        (
            {"reference__currencies": CURRENCIES.replace("2 as", "2::double as")},
            "column decimal_places is DOUBLE, which is not exact",
        ),
    ],
    ids=[
        "no_query",
        "unknown_table",
        "unknown_column",
        "required_missing",
        "no_batch_date",
        "wrong_query",
        "no_source",
        "a_time_for_a_day",
        "rows_without_a_day",
        "a_float",
    ],
)
def test_a_mapping_that_does_not_fit(
    mapping: Write,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    files: dict[str, str],
    said: str,
) -> None:
    assert main(mapping(**files), ["--from", "", "--to", str(tmp_path / "landing")]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "landing").exists(), "nothing is left of a mapping that failed"
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    ("lists", "said"),
    [
        ({"loyalty_tiers": None, "loyalty_tier": ["none"]}, "has an unknown list loyalty_tier; it replaces"),
        ({"currencies": None}, "has no list currencies; it replaces"),
        (
            {"countries": ["SE", False]},
            'accepted_values.countries holds False, which is no text: quote it, as "NO"',
        ),
    ],
)
def test_lists_of_accepted_values_that_do_not_fit(
    mapping: Write, tmp_path: Path, lists: dict[str, list[str] | None], said: str
) -> None:
    folder = mapping(reference__currencies=CURRENCIES)
    given = {name: values for name, values in {**read_lists(), **lists}.items() if values is not None}
    (folder / "vars.yml").write_text(yaml.safe_dump({"accepted_values": given}), encoding="utf-8")
    with pytest.raises(MappingError, match=re.escape(said)):
        deliver(folder, "", tmp_path / "landing")


def test_a_mapping_anywhere_has_a_command_line(mapping: Write, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "examples.landing"]
    there = [
        *command,
        str(mapping(reference__currencies=CURRENCIES)),
        "--from",
        "",
        "--to",
        str(tmp_path / "mine"),
    ]
    assert (
        "reference.currencies"
        in subprocess.run(there, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    )
    nowhere = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (nowhere.returncode, "Name the mapping's folder" in nowhere.stderr) == (1, True)


def test_a_folder_that_holds_something_is_left_alone(mapping: Write, tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(MappingError, match="is not empty"):
        deliver(mapping(reference__currencies=CURRENCIES), "", tmp_path / "landing")


# What a shop exports: its currencies, with the day of each.
EXPORT = (
    "select cast(day as date) as batch_date, code as currency_code, name as currency_name, "
    "2 as decimal_places"
)


def exported(*rows: tuple[str, str, str]) -> str:
    """Return a query that gives an export of days, codes and names."""
    return f"{EXPORT} from (values {', '.join(map(str, rows))}) as exported (day, code, name)"


def test_what_is_new_is_added_and_a_day_that_changed_is_delivered_again(
    mapping: Write, tmp_path: Path
) -> None:
    landing = tmp_path / "landing"
    first = ("2024-03-01", "EUR", "Euro"), ("2024-03-01", "GBP", "Pound"), ("2024-03-02", "JPY", "Yen")
    aside = "select * from (values (1), (1)) as lines (line)"
    folder = mapping(reference__currencies=exported(*first), set_aside=aside)
    assert deliver(folder, "", landing, add=True) == {"reference.currencies": 3, "set aside": 2}
    assert deliver(folder, "", landing, add=True) == {"reference.currencies": 0, "set aside": 0}, (
        "nothing new"
    )

    # the first day says something else, the second is exported no more, a third is new, and so are countries
    later = ("2024-03-01", "EUR", "Euro"), ("2024-03-01", "GBP", "Sterling"), ("2024-03-03", "SEK", "Krona")
    mapping(
        reference__currencies=exported(*later),
        reference__countries=COUNTRIES,
        set_aside=f"{aside} union all select 1 union all select 2",
    )
    counts = deliver(folder, "", landing, add=True)
    assert counts == {"reference.countries": 1, "reference.currencies": 3, "set aside": 2}
    assert not any(deliver(folder, "", landing, add=True).values()), "nothing new"
    with pytest.raises(MappingError, match="is not empty"):
        deliver(folder, "", landing)
    rows = landed(landing, "reference/currencies")
    assert [(str(row[5]), row[0], row[1], row[3]) for row in rows] == [
        ("2024-03-01", 1, 1, "Euro"),
        ("2024-03-01", 2, 1, "Euro"),
        ("2024-03-01", 1, 2, "Pound"),
        ("2024-03-01", 2, 2, "Sterling"),
        ("2024-03-02", 1, 1, "Yen"),
        ("2024-03-03", 1, 1, "Krona"),
    ]
    listed = read(
        f"select cast(batch_date as text), table_name, delivery_number, row_number, row_count "
        f"from read_parquet('{landing}/reference/deliveries/*/*.parquet') order by all"
    )
    assert listed == [
        ("2024-03-01", "countries", 1, 2, "1"),
        ("2024-03-01", "currencies", 1, 1, "2"),
        ("2024-03-01", "currencies", 2, 1, "2"),
        ("2024-03-02", "currencies", 1, 1, "1"),
        ("2024-03-03", "currencies", 1, 1, "1"),
    ]
    assert read(f"select line from '{landing}/_set_aside.parquet' order by all") == [(1,), (1,), (1,), (2,)]
    # the first export again: its first day differs from what was delivered last, and is the next one
    mapping(reference__currencies=exported(*first))
    assert deliver(folder, "", landing, add=True)["reference.currencies"] == 2


def test_an_optional_column_that_comes_later(mapping: Write, tmp_path: Path) -> None:
    # newsletter_consent came with version 2 of the contract: what was delivered before lacks it
    customer = (
        f"select {DAY}, 'c' as op, '2024-03-01T10:00:00Z' as changed_at, 'C' as customer_id, "
        "'none' as loyalty_tier, '2024-03-01T10:00:00Z' as registered_at, 'GB' as country_code"
    )
    folder = mapping(shop__customers=customer)
    landing = tmp_path / "landing"
    for query, count in ((customer, 1), (f"{customer}, true as newsletter_consent", 1), (customer, 0)):
        mapping(shop__customers=query)
        assert deliver(folder, "", landing, add=True)["shop.customers"] == count
    listed = read(
        "select delivery_number, schema_version "
        f"from read_parquet('{landing}/reference/deliveries/*/*.parquet') order by all"
    )
    assert listed == [(1, "1"), (2, "2")]


def test_what_is_no_landing_folder_is_not_added_to(mapping: Write, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(MappingError, match="has no reference/deliveries"):
        deliver(mapping(reference__currencies=CURRENCIES), "", tmp_path, add=True)


@pytest.mark.parametrize(
    ("clock", "zone", "utc", "text"),
    [
        ("2011-08-12 14:50", "Europe/London", "2011-08-12 13:50:00", "2011-08-12T14:50:00+01:00"),
        ("2017-12-01 23:30", "America/Sao_Paulo", "2017-12-02 01:30:00", "2017-12-01T23:30:00-02:00"),
        ("2020-01-01 04:00", "Asia/Kolkata", "2019-12-31 22:30:00", "2020-01-01T04:00:00+05:30"),
        ("2020-01-01 04:00", "America/St_Johns", "2020-01-01 07:30:00", "2020-01-01T04:00:00-03:30"),
        # a time that the clock skipped, an hour ahead; one that it showed twice, the second time
        ("2017-10-15 00:12", "America/Sao_Paulo", "2017-10-15 03:12:00", "2017-10-15T00:12:00-03:00"),
        ("2018-02-17 23:30", "America/Sao_Paulo", "2018-02-18 02:30:00", "2018-02-17T23:30:00-03:00"),
    ],
)
def test_the_clock_on_a_wall(
    mapping: Write, tmp_path: Path, clock: str, zone: str, utc: str, text: str
) -> None:
    times = f"cast(to_utc('{clock}', '{zone}') as text), with_offset('{clock}', '{zone}')"
    folder = mapping(reference__currencies=CURRENCIES, set_aside=f"select {times}")
    deliver(folder, "", tmp_path / "landing")
    assert read(f"from '{tmp_path}/landing/_set_aside.parquet'") == [(utc, text)]
