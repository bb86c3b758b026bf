"""What breaks the contract ends in one message that says what to do, and a warehouse left as it was."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from tests.python.warehouse.dbt_runner import Project, Warehouse
from tests.python.warehouse.digests import assert_same, contents
from tests.python.warehouse.landing import Delivery, LandingFolder, write
from tests.python.warehouse.scenario import (
    CUSTOMERS,
    PAYMENTS,
    SUPPLIERS,
    customer,
    models_of,
    payment,
    supplier,
)

MODELS = models_of(CUSTOMERS, PAYMENTS, SUPPLIERS)
LOADED = (
    Delivery(CUSTOMERS, "2024-03-01", [customer("C-1", "2024-03-01T08:00:00Z", "c")]),
    Delivery(PAYMENTS, "2024-03-01", [payment("P-1", "2024-03-01T08:00:00Z")]),
    Delivery(SUPPLIERS, "2024-03-03", [supplier("S-1"), supplier("S-2")]),
)
NEXT_SUPPLIERS = Delivery(SUPPLIERS, "2024-03-10", [supplier("S-1"), supplier("S-2")])
NEXT_PAYMENTS = Delivery(PAYMENTS, "2024-03-10", [payment("P-2", "2024-03-10T08:00:00Z")])
SUPPLIERS_FILE = "erp/suppliers/batch_date=2024-03-10/delivery_1.parquet"
SUPPLIERS_DELIVERY = "erp/suppliers, delivery 2024-03-10 number 1"
SUPPLIERS_LINE = "erp.suppliers 2024-03-10 number 1"


@pytest.fixture(scope="module")
def sound(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """A warehouse built from sound deliveries, to be copied."""
    warehouse = Warehouse(project, tmp_path_factory.mktemp("sound"))
    LandingFolder(warehouse.folder / "landing").add(*LOADED)
    outcome = warehouse.build(MODELS, warehouse.folder / "landing")
    assert outcome.success, outcome.messages
    return warehouse


@pytest.fixture
def built(sound: Warehouse, tmp_path: Path) -> Warehouse:
    """A copy of the built warehouse and its landing folder, to be broken."""
    shutil.copytree(sound.folder, tmp_path / "built")
    return Warehouse(sound.project, tmp_path / "built")


def assert_refused(
    warehouse: Warehouse,
    *said: str,
    problems: int = 1,
    folder: Path | None = None,
    batch_date: str | date | None = None,
) -> None:
    """Build again, and expect one message, with as many problems and these words, and not a row changed."""
    before = contents(warehouse.database, with_bookkeeping=True)
    outcome = warehouse.build(MODELS, folder or warehouse.folder / "landing", batch_date=batch_date)
    assert not outcome.success
    assert "Nothing was loaded, the warehouse is as it was." in outcome.message
    assert outcome.message.count("\n  - ") == problems, outcome.message
    for text in said:
        assert text in outcome.message
    assert_same(before, contents(warehouse.database, with_bookkeeping=True))


@dataclass(frozen=True)
class Broken:
    """How a landing folder is broken, and what the message must name."""

    name: str
    by: Callable[[LandingFolder], None]
    said: tuple[str, ...]
    problems: int = 1


def listed(
    change: Callable[[pa.Table], pa.Table], delivery: Delivery = NEXT_SUPPLIERS, file_format: str = "parquet"
) -> Callable[[LandingFolder], None]:
    """Deliver a changed table, and list it."""

    def break_it(landing: LandingFolder) -> None:
        landing.list_delivery(delivery)
        write(change(delivery.table), landing.file(delivery, file_format))

    return break_it


def with_column(
    name: str, values: list[object], data_type: pa.DataType | None = None
) -> Callable[[pa.Table], pa.Table]:
    """Replace a column, or add it."""

    def change(table: pa.Table) -> pa.Table:
        rest = table.drop_columns([name]) if name in table.column_names else table
        return rest.append_column(name, pa.array(values, data_type))

    return change


def bytes_instead(
    change: Callable[[bytes], bytes], suffix: str = "parquet"
) -> Callable[[LandingFolder], None]:
    """Deliver and list a file, then change its bytes."""

    def break_it(landing: LandingFolder) -> None:
        landing.add(NEXT_SUPPLIERS, file_format=suffix)
        file = landing.file(NEXT_SUPPLIERS, suffix)
        file.write_bytes(change(file.read_bytes()))

    return break_it


def manifest_says(**changes: str) -> Callable[[LandingFolder], None]:
    """Deliver a sound file and list it with other values."""

    def break_it(landing: LandingFolder) -> None:
        landing.add_unlisted(NEXT_SUPPLIERS)
        landing.list_delivery(NEXT_SUPPLIERS, **changes)

    return break_it


def file_at(path: str) -> Callable[[LandingFolder], None]:
    """Put a file where the layout does not expect it."""

    def break_it(landing: LandingFolder) -> None:
        file = landing.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("a file", encoding="utf-8")

    return break_it


def change_what_was_loaded(landing: LandingFolder) -> None:
    changed = Delivery(SUPPLIERS, "2024-03-03", [supplier("S-1")])
    landing.add(changed)


def list_twice(landing: LandingFolder) -> None:
    landing.add(NEXT_SUPPLIERS)
    file = landing.manifest_file(NEXT_SUPPLIERS)
    shutil.copy(file, file.with_name("manifest_again.parquet"))


def take_the_manifest_away(landing: LandingFolder) -> None:
    shutil.rmtree(landing.path / "reference")


def leave_out_a_column_of_the_manifest(landing: LandingFolder) -> None:
    listing = {name: [value] for name, value in NEXT_SUPPLIERS.listing.items() if name != "row_count"}
    write(pa.table(listing), landing.manifest_file(NEXT_SUPPLIERS))


def a_new_column_left_out(landing: LandingFolder) -> None:
    delivery = Delivery(CUSTOMERS, "2025-01-01", [customer("C-1", "2025-01-01T08:00:00Z")], schema_version=2)
    listed(lambda table: table.drop_columns(["newsletter_consent"]), delivery)(landing)


CONTRACT = "seeds/erp/_erp__seeds.yml"
BROKEN = (
    Broken(
        "a column is missing in one Parquet file",
        listed(lambda table: table.drop_columns(["quality_grade"])),
        (SUPPLIERS_FILE, "column 'quality_grade' is missing", CONTRACT, "Deliver it again with that column"),
    ),
    Broken(
        "a column is missing in one CSV file",
        listed(lambda table: table.drop_columns(["supplier_no"]), file_format="csv"),
        ("batch_date=2024-03-10/delivery_1.csv", "column 'supplier_no' is missing", "Deliver it again"),
    ),
    Broken(
        "the row number is missing",
        listed(lambda table: table.drop_columns(["row_number"])),
        (SUPPLIERS_FILE, "column 'row_number' is missing", "Deliver it again"),
    ),
    Broken(
        "a column that its schema version has is missing",
        a_new_column_left_out,
        ("shop/customers/batch_date=2025-01-01/delivery_1.parquet", "column 'newsletter_consent' is missing"),
    ),
    Broken(
        "an unknown column in Parquet",
        listed(with_column("colour", ["red", "blue"])),
        (
            SUPPLIERS_FILE,
            "column 'colour' is not in the contract",
            CONTRACT,
            "or deliver the file without it",
        ),
    ),
    Broken(
        "an unknown column in CSV",
        listed(with_column("colour", ["red", "blue"]), file_format="csv"),
        ("delivery_1.csv", "column 'colour' is not in the contract", "or deliver the file without it"),
    ),
    Broken(
        "a float where a decimal is expected",
        listed(with_column("amount", [9.99]), NEXT_PAYMENTS),
        (
            "shop/payments/batch_date=2024-03-10/delivery_1.parquet",
            "column 'amount' is DOUBLE; expected text, or decimal(18,4)",
            "Deliver it again in one of these types",
        ),
    ),
    Broken(
        "a nested column",
        listed(with_column("supplier_name", [["a"], ["b", "c"]])),
        (
            SUPPLIERS_FILE,
            "column 'supplier_name' is nested, VARCHAR[]",
            "Deliver it again without nested columns",
        ),
    ),
    Broken(
        "bytes where text is expected",
        listed(with_column("supplier_name", [b"\xff", b"\x00"])),
        (SUPPLIERS_FILE, "column 'supplier_name' is BLOB; expected text", "Deliver it again"),
    ),
    Broken(
        "a Parquet file cut short",
        bytes_instead(lambda content: content[: len(content) // 2]),
        (SUPPLIERS_FILE, "cannot be read", "expected a whole Parquet file", "Deliver it again"),
    ),
    Broken(
        "an empty Parquet file",
        bytes_instead(lambda _: b""),
        (SUPPLIERS_FILE, "cannot be read (0 bytes)", "Deliver it again"),
    ),
    Broken(
        "something else called Parquet",
        bytes_instead(lambda _: bytes(range(256)) * 8),
        (SUPPLIERS_FILE, "cannot be read", "expected a whole Parquet file"),
    ),
    Broken(
        "a CSV file in another encoding",
        bytes_instead(lambda content: content.replace(b"Supplier", "Södra".encode("latin-1")), "csv"),
        ("delivery_1.csv", "cannot be read", "expected text in UTF-8", "Deliver it again"),
    ),
    Broken(
        "an empty CSV file",
        bytes_instead(lambda _: b"", "csv"),
        ("delivery_1.csv", "cannot be read (0 bytes)", "a line of column names"),
    ),
    Broken(
        "a delivery that nobody listed",
        lambda landing: landing.add_unlisted(NEXT_SUPPLIERS),
        (
            SUPPLIERS_DELIVERY,
            "2 rows landed, but the manifest does not list",
            "List it in reference.deliveries",
        ),
    ),
    Broken(
        "fewer rows than listed",
        manifest_says(row_count="3"),
        (SUPPLIERS_DELIVERY, "the manifest says 3 rows, but 2 landed", "Deliver it again in full"),
    ),
    Broken(
        "listed and not landed",
        lambda landing: landing.list_delivery(NEXT_SUPPLIERS),
        (SUPPLIERS_DELIVERY, "the manifest says 2 rows, but 0 landed", "Deliver it again in full"),
    ),
    Broken(
        "a delivery changed after it was loaded",
        change_what_was_loaded,
        (
            "erp/suppliers, delivery 2024-03-03 number 1",
            "was loaded with 2 rows, and the manifest now says 1",
            "send a correction as the next delivery number",
        ),
    ),
    Broken(
        "row numbers with a gap",
        listed(with_column("row_number", ["1", "3"])),
        (SUPPLIERS_DELIVERY, "row_number must count the rows from 1 to 2"),
    ),
    Broken(
        "a delivery number that is none",
        listed(with_column("delivery_number", ["one", "one"])),
        (
            "erp/suppliers, delivery 2024-03-10 number one",
            "expected YYYY-MM-DD and a number from 1",
            SUPPLIERS_DELIVERY,
        ),
        # the rows that nobody can place, and the delivery that lacks them
        problems=2,
    ),
    Broken(
        "an unknown system",
        file_at("crm/leads/batch_date=2024-03-10/delivery_1.parquet"),
        (
            "crm/leads/batch_date=2024-03-10/delivery_1.parquet",
            "there is no system 'crm'",
            "expected one of erp, ",
            "Rename the folder",
        ),
    ),
    Broken(
        "an unknown table",
        file_at("erp/vendors/batch_date=2024-03-10/delivery_1.parquet"),
        ("erp/vendors/", "system erp has no table 'vendors'", "suppliers", "Rename the folder"),
    ),
    Broken(
        "a folder that names no day",
        file_at("erp/suppliers/batch_date=2024-02-30/delivery_1.parquet"),
        ("folder 'batch_date=2024-02-30' names no day", "expected batch_date=<YYYY-MM-DD>"),
    ),
    Broken(
        "a folder without batch_date",
        file_at("erp/suppliers/2024-03-10/delivery_1.parquet"),
        ("folder '2024-03-10' names no day", "expected batch_date=<YYYY-MM-DD>"),
    ),
    Broken(
        "a file outside the layout",
        file_at("erp/suppliers.parquet"),
        (
            "erp/suppliers.parquet",
            "expected <system>/<table>/batch_date=<YYYY-MM-DD>/<file>",
            "move it there or away",
        ),
    ),
    Broken(
        "a file of another kind",
        file_at("erp/suppliers/batch_date=2024-03-10/delivery_1.xlsx"),
        (
            "delivery_1.xlsx",
            "expected a name that ends in .parquet or .csv",
            "convert the file or move it away",
        ),
    ),
    Broken(
        "a delivery outside the calendar",
        lambda landing: landing.add(replace(NEXT_SUPPLIERS, batch_date="2011-12-09")),
        (
            "delivery of 2011-12-09: lies outside the calendar, 2020-01-01 to 2030-12-31",
            "Set the var calendar",
        ),
    ),
    Broken(
        "another kind of delivery",
        manifest_says(delivery_kind="cdc"),
        (SUPPLIERS_LINE, "delivery_kind is 'cdc'; the contract says full"),
    ),
    Broken(
        "delivery number 0 in the manifest",
        manifest_says(delivery_number="0"),
        ("erp.suppliers 2024-03-10 number 0", "delivery_number is no number from 1"),
    ),
    Broken(
        "a row count that is no number",
        manifest_says(row_count="many"),
        (SUPPLIERS_LINE, "row_count is 'many'; expected a number from 0"),
    ),
    Broken(
        "a schema version that is no number",
        manifest_says(schema_version="v1"),
        (SUPPLIERS_LINE, "schema_version is 'v1'; expected a number from 1"),
    ),
    Broken(
        "a time of delivery that is none",
        manifest_says(delivered_at="this morning"),
        (SUPPLIERS_LINE, "delivered_at is 'this morning'; expected a time"),
    ),
    Broken(
        "an unknown table in the manifest",
        lambda landing: landing.list_delivery(NEXT_SUPPLIERS, table_name="vendors"),
        ("erp.vendors 2024-03-10 number 1", "there is no such source table", "a contract under seeds/"),
    ),
    Broken(
        "a delivery listed twice",
        list_twice,
        (SUPPLIERS_LINE, "is listed 2 times; expected once", "A resend has the next number"),
    ),
    Broken(
        "a manifest without a column",
        leave_out_a_column_of_the_manifest,
        ("reference/deliveries/batch_date=2024-03-10/", "column 'row_count' is missing", "Deliver it again"),
    ),
    Broken(
        "no manifest",
        take_the_manifest_away,
        ("there is no manifest", "expected reference/deliveries/batch_date=<date>/"),
    ),
)


@pytest.mark.parametrize("broken", BROKEN, ids=lambda broken: broken.name.replace(" ", "_"))
def test_a_broken_delivery_is_refused_as_a_whole(built: Warehouse, broken: Broken) -> None:
    broken.by(LandingFolder(built.folder / "landing"))
    assert_refused(built, *broken.said, problems=broken.problems)


def test_a_landing_folder_that_does_not_exist(built: Warehouse, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    assert_refused(built, f"'{folder}' is no folder with files", "expected <system>/<table>/", folder=folder)


@pytest.mark.parametrize(
    ("batch_date", "said"),
    [
        ("2024-02-30", ("var 'batch_date' is '2024-02-30'", "expected a day that exists", "--vars")),
        ("tomorrow", ("var 'batch_date' is 'tomorrow'", "written YYYY-MM-DD")),
        ("2024-3-1", ("var 'batch_date' is '2024-3-1'", "written YYYY-MM-DD")),
        (
            "2024-01-01",
            (
                "var 'batch_date' is 2024-01-01",
                "the first listed delivery is for 2024-03-01",
                "Choose a later day",
            ),
        ),
        (date(2024, 1, 1), ("var 'batch_date' is 2024-01-01", "Choose a later day")),
    ],
    ids=str,
)
def test_a_bound_that_is_none(built: Warehouse, batch_date: str | date, said: tuple[str, ...]) -> None:
    assert_refused(built, *said, batch_date=batch_date)


def test_every_broken_file_is_named(built: Warehouse) -> None:
    landing = LandingFolder(built.folder / "landing")
    for delivery in (NEXT_SUPPLIERS, NEXT_PAYMENTS):
        landing.add(delivery)
        landing.file(delivery).write_bytes(b"PAR1 and no more")
    outcome = built.build(MODELS, landing.path)
    assert "(2 problems)" in outcome.message
    assert SUPPLIERS_FILE in outcome.message
    assert "shop/payments/batch_date=2024-03-10/delivery_1.parquet" in outcome.message


def test_once_mended_the_next_run_loads_it(built: Warehouse) -> None:
    landing = LandingFolder(built.folder / "landing")
    landing.add_unlisted(NEXT_SUPPLIERS)
    assert_refused(built, "the manifest does not list the delivery")
    landing.list_delivery(NEXT_SUPPLIERS)
    outcome = built.build(MODELS, landing.path)
    assert outcome.success, outcome.messages
    assert built.query("select count(*) from bronze.brz_erp__suppliers") == [(4,)]


def execute(warehouse: Warehouse, sql: str) -> None:
    """Change the database behind dbt's back."""
    with warehouse.connect(read_only=False) as connection:
        connection.execute(sql)


def test_a_file_that_was_found_sound_is_not_opened_again(built: Warehouse) -> None:
    landing = LandingFolder(built.folder / "landing")
    for file in landing.path.rglob("*.parquet"):
        os.utime(file, (0, 0))
    assert built.build(MODELS, landing.path).success
    remembered = (
        "update landing.inspected_files set row_count = row_count + 1 where file_name like '%payments%'"
    )
    execute(built, remembered)
    assert_refused(
        built, "shop/payments, delivery 2024-03-01 number 1: the manifest says 1 rows, but 2 landed"
    )
    execute(built, "update landing.inspected_files set held_against = 'another contract'")
    assert built.build(MODELS, landing.path).success
    execute(built, remembered)
    os.utime(landing.file(LOADED[1]))
    assert built.build(MODELS, landing.path).success


def test_a_file_that_was_found_sound_and_then_changed_is_opened_again(built: Warehouse) -> None:
    landing = LandingFolder(built.folder / "landing")
    for file in landing.path.rglob("*.parquet"):
        os.utime(file, (0, 0))
    assert built.build(MODELS, landing.path).success
    file = landing.file(LOADED[1])
    file.write_bytes(b"x" * file.stat().st_size)
    assert_refused(built, "shop/payments/batch_date=2024-03-01", "cannot be read")


def test_a_new_column_may_be_missing_in_older_versions_only(built: Warehouse) -> None:
    landing = LandingFolder(built.folder / "landing")
    landing.add(
        Delivery(CUSTOMERS, "2024-12-31", [customer("C-1", "2024-12-31T08:00:00Z")]),
        Delivery(
            CUSTOMERS,
            "2025-01-01",
            [customer("C-1", "2025-01-01T08:00:00Z", newsletter_consent="true")],
            schema_version=2,
        ),
    )
    outcome = built.build(MODELS, landing.path)
    assert outcome.success, outcome.messages
    consents = built.query("select newsletter_consent from staging.stg_shop__customers order by batch_date")
    assert consents == [(None,), (None,), (True,)]
