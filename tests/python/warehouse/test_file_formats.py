"""Parquet and CSV, text and typed columns: however the same rows are written, the warehouse is the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.python.warehouse.dbt_runner import Warehouse
from tests.python.warehouse.digests import Contents, assert_same, contents
from tests.python.warehouse.landing import Delivery, LandingFolder, write
from tests.python.warehouse.scenario import (
    CUSTOMERS,
    EVENTS,
    PAYMENTS,
    RATES,
    SUPPLIERS,
    customer,
    event,
    models_of,
    payment,
    rate,
    supplier,
)


def load(warehouse: Warehouse, deliveries: list[Delivery], file_format: str = "parquet") -> Contents:
    """Build a warehouse of these deliveries and return what it holds."""
    landing = LandingFolder(warehouse.folder / "landing")
    landing.add(*deliveries, file_format=file_format)
    outcome = warehouse.build(models_of(*(delivery.name for delivery in deliveries)), landing.path)
    assert outcome.success, outcome.messages
    return contents(warehouse.database)


def test_csv_and_parquet_give_the_same_warehouse(new_warehouse: Callable[[str], Warehouse]) -> None:
    deliveries = [
        Delivery(
            CUSTOMERS,
            "2024-03-01",
            [
                customer("C-1", "2024-03-01T08:00:00Z", last_name='O"Neil, jr.', phone=None),
                customer("C-2", "2024-03-01T08:00:00Z", first_name=" Åsa\nMaria", last_name="null"),
                customer("C-3", "2024-03-01T08:00:00Z", birth_date="2024-02-30", email="'; drop table x; --"),
            ],
        ),
        Delivery(
            CUSTOMERS,
            "2025-01-01",
            [customer("C-1", "2025-01-01T08:00:00Z", newsletter_consent="TRUE")],
            schema_version=2,
        ),
        Delivery(
            EVENTS,
            "2024-03-01",
            [event("E-1", "2024-03-01T08:00:00Z", "2024-03-01T08:00:01Z", note='a "quoted", text')],
        ),
        Delivery(SUPPLIERS, "2024-03-03", [supplier("007", supplier_name="Ünal & Söhne")]),
        Delivery(SUPPLIERS, "2024-03-10"),
    ]
    as_parquet = load(new_warehouse("parquet"), deliveries)
    as_csv = load(new_warehouse("csv"), deliveries, file_format="csv")
    assert as_parquet.row_count("staging.stg_shop__customers") == 3
    assert as_parquet.row_count("quarantine.qrn_shop__customers") == 1
    assert_same(as_parquet, as_csv)


def test_both_formats_stand_beside_each_other(new_warehouse: Callable[[str], Warehouse]) -> None:
    first = Delivery(SUPPLIERS, "2024-03-03", [supplier("S-1"), supplier("S-2")])
    second = Delivery(SUPPLIERS, "2024-03-10", [supplier("S-1", quality_grade="B")])
    expected = load(new_warehouse("parquet"), [first, second])
    mixed = new_warehouse("mixed")
    LandingFolder(mixed.folder / "landing").add(first, file_format="csv")
    assert_same(expected, load(mixed, [second]))


def noon(day: int) -> datetime:
    """Noon UTC of a day in March 2024."""
    return datetime(2024, 3, day, 12, 0, 0, 250_000, tzinfo=UTC)


TYPED = [
    Delivery(
        PAYMENTS,
        "2024-03-04",
        [
            payment("P-1", noon(4), attempt_number=1, amount=Decimal("9.9")),
            payment("P-2", noon(4), attempt_number=2, amount=Decimal("1250")),
        ],
    ),
    # a time without zone means UTC
    Delivery(
        PAYMENTS,
        "2024-03-05",
        [payment("P-1", noon(5).replace(tzinfo=None), "u", attempt_number=3, amount=Decimal("9.9999"))],
    ),
    Delivery(RATES, "2024-03-04", [rate("USD", date(2024, 3, 4), Decimal("0.92"))]),
    Delivery(
        CUSTOMERS,
        "2025-01-01",
        [
            customer("C-1", "2025-01-01T08:00:00Z", birth_date=date(1980, 2, 29), newsletter_consent=True),
            customer("C-2", "2025-01-01T08:00:00Z", birth_date=None, newsletter_consent=False),
        ],
        schema_version=2,
    ),
    Delivery(SUPPLIERS, "2024-03-03", [supplier("1", lead_time_days=7), supplier("2", lead_time_days=365)]),
]


def as_text(value: Any) -> Any:
    """A typed value as a source would write it in text."""
    if isinstance(value, datetime):
        return value.isoformat() if value.tzinfo else value.isoformat(sep=" ")
    return value if value is None or isinstance(value, str) else str(value)


def staged(found: Contents) -> Contents:
    """Staging and quarantine alone: bronze keeps the text as it came, '9.9' or '9.9000'."""
    return Contents(
        {table: columns for table, columns in found.columns.items() if not table.startswith("bronze.")},
        {table: rows for table, rows in found.rows.items() if not table.startswith("bronze.")},
    )


def test_typed_parquet_columns_are_staged_as_text_is(new_warehouse: Callable[[str], Warehouse]) -> None:
    written = [
        replace(
            delivery, rows=[{name: as_text(value) for name, value in row.items()} for row in delivery.rows]
        )
        for delivery in TYPED
    ]
    from_text = load(new_warehouse("text"), written)
    from_types = load(new_warehouse("typed"), TYPED)
    for delivery in TYPED:
        assert from_text.row_count(f"quarantine.qrn_{delivery.name}") == 0
    assert_same(staged(from_text), staged(from_types))


def test_a_file_may_repeat_the_date_of_its_folder(warehouse: Warehouse) -> None:
    delivery = Delivery(SUPPLIERS, "2024-03-03", [supplier("S-1")])
    landing = LandingFolder(warehouse.folder / "landing")
    landing.list_delivery(delivery)
    write(delivery.table.append_column("batch_date", [["2024-03-03"]]), landing.file(delivery))
    outcome = warehouse.build(models_of(SUPPLIERS), landing.path)
    assert outcome.success, outcome.messages
    assert warehouse.query("select cast(batch_date as varchar) from bronze.brz_erp__suppliers") == [
        ("2024-03-03",)
    ]


def test_hidden_and_underscored_files_are_not_data(warehouse: Warehouse, tmp_path: Path) -> None:
    landing = LandingFolder(tmp_path / "landing")
    landing.add(Delivery(SUPPLIERS, "2024-03-03", [supplier("S-1")]))
    day = landing.path / "erp" / "suppliers" / "batch_date=2024-03-03"
    (day / "_SUCCESS").touch()
    (day / "_delivery_2.parquet").write_bytes(b"PAR1 still being written")
    (day / ".delivery_1.parquet.crc").write_bytes(b"crc")
    outcome = warehouse.build(models_of(SUPPLIERS), landing.path)
    assert outcome.success, outcome.messages
    assert warehouse.query("select count(*) from bronze.brz_erp__suppliers") == [(1,)]
