"""A mapping that does not fit its contract is refused in words; one that fits is delivered whole."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from examples.landing import MappingError, deliver, main
from tools.warehouse import landing_vars

DAY = "date '2024-03-01' as batch_date"
CURRENCIES = f"select {DAY}, 'EUR' as currency_code, 'Euro' as currency_name, 2 as decimal_places"

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
        f"select * from read_parquet('{landing}/{table}/*/*.parquet') order by batch_date, row_number"
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


def test_a_column_that_is_left_out_is_delivered_empty(mapping: Write, tmp_path: Path) -> None:
    columns = "'GB' as country_code, 'UK' as country_name, 'GBP' as currency_code"
    folder = mapping(reference__countries=f"select {DAY}, {columns}")
    deliver(folder, "", tmp_path / "landing")
    assert landed(tmp_path / "landing", "reference/countries")[0][2:6] == ("GB", "UK", "GBP", None)


def test_what_is_set_aside_and_the_vars_lie_beside_the_deliveries(mapping: Write, tmp_path: Path) -> None:
    folder = mapping(reference__currencies=CURRENCIES, set_aside="select 1 as source_row, 'why' as reason")
    (folder / "vars.yml").write_text("accepted_values: {countries: ['NO']}\n", encoding="utf-8")
    landing = tmp_path / "landing"
    assert deliver(folder, "", landing)["set aside"] == 1
    assert read(f"from '{landing}/_set_aside.parquet'") == [(1, "why")]
    assert landing_vars(landing) == {"accepted_values": {"countries": ["NO"]}, "landing": str(landing)}
    assert "\n" not in (landing / "_vars.yml").read_text(encoding="utf-8").strip(), "an argument is one line"


def test_a_folder_without_vars_has_itself_alone(tmp_path: Path) -> None:
    assert landing_vars(tmp_path) == {"landing": str(tmp_path)}
    assert landing_vars(None) == {}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"crm__leads": CURRENCIES}, "there is no source table crm.leads"),
        ({"reference__currencies": f"{CURRENCIES}, 1 as colour"}, "column colour is not in the contract"),
        ({"reference__currencies": f"select {DAY}, 'EUR' as currency_code"}, "gives no column currency_name"),
        ({"reference__currencies": CURRENCIES.replace(DAY, "1 as one")}, "column one is not in the contract"),
    ],
    ids=["unknown_table", "unknown_column", "required_column_missing", "no_batch_date"],
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


def test_a_folder_that_holds_something_is_left_alone(mapping: Write, tmp_path: Path) -> None:
    (tmp_path / "landing").mkdir()
    (tmp_path / "landing" / "file").write_text("kept", encoding="utf-8")
    with pytest.raises(MappingError, match="is not empty"):
        deliver(mapping(reference__currencies=CURRENCIES), "", tmp_path / "landing")
