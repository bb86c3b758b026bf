"""Damages are told apart, done to a copy alone, and written down where they were found."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tools.damage.__main__ import PAGE, row_of, try_damages, verdict
from tools.damage.damages import DAMAGES, Damage
from tools.damage.delivered import Delivered
from tools.damage.trial import Finding

DAY = "2024-03-31"
DAMAGE = Damage("halved", "Half of it is missing.", lambda _: None, "bronze", "flagged", "volume")


@pytest.fixture
def original(tmp_path: Path) -> Path:
    """A delivery of three orders, and the manifest that lists it and an empty one."""
    folder = tmp_path / "original"
    tables = {
        "shop/orders": {"delivery_number": [1] * 3, "row_number": [1, 2, 3], "order_id": ["a", "b", "c"]},
        "reference/deliveries": {
            "delivery_number": [1, 1],
            "row_number": [1, 2],
            "system_name": ["shop", "shop"],
            "table_name": ["orders", "returns"],
            "row_count": ["3", "0"],
        },
    }
    for name, columns in tables.items():
        day = folder / name / f"batch_date={DAY}"
        day.mkdir(parents=True)
        file = "manifest" if name.startswith("reference") else "delivery_1"
        pq.write_table(pa.table(columns), day / f"{file}.parquet")
    return folder


def _listed(landing: Delivered) -> list[tuple[str, int, str]]:
    file = landing.folder / "reference" / "deliveries" / f"batch_date={DAY}" / "manifest.parquet"
    lines = pq.ParquetFile(file).read().to_pylist()
    return sorted((line["table_name"], line["delivery_number"], line["row_count"]) for line in lines)


def test_a_copy_is_damaged_and_the_original_is_not(original: Path, tmp_path: Path) -> None:
    landing = Delivered.copy_of(original, tmp_path / "copy")
    landing.change("shop__orders", DAY, lambda row: {**row, "order_id": None}, every=2)
    assert [row["order_id"] for row in landing.rows("shop__orders", DAY)] == [None, "b", None]
    landing.deliver("shop__orders", DAY, landing.rows("shop__orders", DAY)[:1], number=2)
    landing.deliver("shop__orders", DAY, landing.rows("shop__orders", DAY)[:1], listed_count=3)
    assert _listed(landing) == [("orders", 1, "3"), ("orders", 2, "1"), ("returns", 1, "0")]
    landing.unlist("shop__orders", DAY)
    assert not landing.file("shop__orders", DAY).exists()
    assert _listed(landing) == [("returns", 1, "0")]
    assert [row["order_id"] for row in Delivered(original).rows("shop__orders", DAY)] == ["a", "b", "c"]
    assert _listed(Delivered(original)) == [("orders", 1, "3"), ("returns", 1, "0")]


def test_a_damage_must_be_found_where_it_is_expected() -> None:
    right = Finding("bronze", "flagged", "bronze/brz_x volume_is_in_line: 1 rows")
    assert verdict(DAMAGE, [right]) == (right, None)
    assert "passed silently" in str(verdict(DAMAGE, [])[1])
    for wrong in (
        Finding("staging", "flagged", right.message),
        Finding("bronze", "refused", right.message),
        Finding("bronze", "flagged", "another one"),
    ):
        assert verdict(DAMAGE, [wrong])[0] is None
        assert wrong.message in str(verdict(DAMAGE, [wrong])[1])


def test_a_line_of_the_table_names_no_folder_of_this_machine() -> None:
    message = "2 problems:\n  - first\n  - /tmp/x/shop/orders, delivery 2024: the volume | is off"
    line = row_of(DAMAGE, Finding("bronze", "flagged", message), Path("/tmp/x"))
    expected = "shop/orders, delivery 2024: the volume \\| is off"
    assert line == f"| Half of it is missing. | bronze | flagged | {expected} |"


def test_a_sample_of_damages_is_found_where_the_page_says(tmp_path: Path) -> None:
    # one at the door, one at each of the next two layers, all in one table
    names = ("column_renamed", "resent_delivery", "unknown_currency")
    chosen = [damage for damage in DAMAGES if damage.name in names]
    rows, problems = try_damages(chosen, tmp_path)
    assert problems == []
    assert set(rows) <= set(PAGE.read_text(encoding="utf-8").splitlines())
    assert len(rows) == len(names)


def test_the_page_has_every_damage() -> None:
    assert len(DAMAGES) >= 30
    assert len({damage.name for damage in DAMAGES}) == len(DAMAGES)
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    for damage in DAMAGES:
        assert any(line.startswith(f"| {damage.what} | {damage.layer} |") for line in lines), damage.name
