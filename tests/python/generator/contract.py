"""The input contract under seeds/, as the tests of the generator read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[3]
START = date(2024, 1, 1)
Query = Callable[[str], list[tuple[Any, ...]]]

ACCEPTED = {
    "countries": ["DE", "FR", "GB", "SE", "US", "JP"],
    "currencies": ["EUR", "GBP", "SEK", "USD", "JPY"],
    "loyalty_tiers": ["none", "bronze", "silver", "gold"],
    "acquisition_channels": ["organic", "paid_search", "social", "referral", "store"],
    "payment_methods": ["card", "paypal", "invoice", "gift_card", "cash"],
}


@dataclass(frozen=True)
class Column:
    """A column of the contract; ``staged`` is its name where rules are evaluated."""

    name: str
    staged: str
    data_type: str
    required: bool
    accepted: list[str] | None


@dataclass(frozen=True)
class Contract:
    """A table of the contract under seeds/."""

    name: str
    kind: str
    cadence: str
    key: list[str]
    change_time: str | None
    columns: list[Column]
    rules: list[tuple[str, str]]
    extracted: list[str]


def _column(spec: dict[str, Any]) -> Column:
    meta = spec.get("config", {}).get("meta", {})
    accepted = meta.get("accepted_values")
    if isinstance(accepted, str):
        accepted = ACCEPTED[accepted]
    return Column(
        spec["name"],
        meta.get("staged_as", spec["name"]),
        spec["data_type"],
        bool(meta.get("required")),
        accepted,
    )


def read_contracts() -> dict[str, Contract]:
    found = {}
    for path in sorted((ROOT / "seeds").glob("*/_*__seeds.yml")):
        for seed in yaml.safe_load(path.read_text(encoding="utf-8"))["seeds"]:
            meta = seed["config"]["meta"]
            found[seed["name"]] = Contract(
                seed["name"],
                meta["kind"],
                meta["cadence"],
                meta["key"],
                meta.get("change_time"),
                [_column(column) for column in seed["columns"][3:]],
                [(rule["name"], rule["refuse_when"]) for rule in meta.get("rules", [])],
                [field["name"] for field in meta.get("extracted_from_json", [])],
            )
    return found


def is_due(cadence: str, day: date) -> bool:
    """Whether a table of a cadence delivers on a day, as the contract's words have it."""
    if cadence == "daily" or (day == START and cadence in ("weekly", "monthly", "once")):
        return True
    if cadence == "weekdays":
        return day.isoweekday() <= 5
    if cadence == "weekly":
        return day.isoweekday() == 7
    return cadence == "monthly" and (day + timedelta(days=1)).day == 1


def typed_columns(contract: Contract) -> list[str]:
    """SQL of each column under its staged name, cast to its type; null where the text is no such value."""
    selected = ["batch_date::date as batch_date", "delivery_number::int as delivery_number"]
    selected.append("row_number::int as row_number")
    for column in contract.columns:
        cast = f"try_cast({column.name} as {column.data_type})"
        if column.data_type == "timestamp":
            cast = f"try_cast({column.name} as timestamptz)::timestamp"
        selected.append(f"{cast} as {column.staged}")
    for name in contract.extracted:
        payload = "case when json_valid(payload) then payload end"
        selected.append(f"json_extract_string({payload}, '$.{name}') as {name}")
    return selected
