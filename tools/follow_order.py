"""Follows one order from the source's extract to the star: docs/one_order_followed.md.

    python -m tools.follow_order [--check]

Reads the warehouse that `make build` made from the seeds and writes the page; with --check it writes
nothing and exits with 1 if the page no longer shows what the warehouse holds.
"""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tools.warehouse import ROOT, database_path

PAGE = ROOT / "docs" / "one_order_followed.md"
ORDER = "O9000008"


@dataclass(frozen=True)
class Stop:
    """One stop on the way: what is shown there, in words, and the query that shows it."""

    title: str
    text: str
    query: str


STOPS = (
    Stop(
        "The extract",
        "Two rows of two files of the shop, as it delivered them that Sunday: all text, Berlin "
        "time with its offset, amounts in Swedish kronor. (The landing and bronze hold the same.)",
        "select batch_date, delivery_number, row_number, op, changed_at, order_id, customer_id, ordered_at, "
        "currency_code from landing.shop__orders where order_id = '{order}' order by batch_date, row_number",
    ),
    Stop(
        "",
        "",
        "select batch_date, row_number, op, order_id, line_number, product_id, quantity, unit_price, "
        "line_discount_amount from landing.shop__order_lines where order_id = '{order}' "
        "order by batch_date, row_number",
    ),
    Stop(
        "Staging: typed, judged, and a state over time",
        "The time is UTC now, the local date kept beside it, and the verdict with the row. The history has "
        "a version for each change of the order.",
        "select order_id, ordered_at, ordered_local_date, order_status, verdict "
        "from staging.chk_shop__orders where order_id = '{order}' order by changed_at",
    ),
    Stop(
        "",
        "",
        "select order_id, order_status, valid_from, valid_to, is_current, batch_date "
        "from staging.stg_shop__orders_history where order_id = '{order}' order by valid_from",
    ),
    Stop(
        "Inmon: one sale, its line, and what they refer to",
        "Orders of the web shop and receipts of the stores are one entity. Foreign keys are real: customer, "
        "product, currency and warehouse exist as rows of their own, each with its own history.",
        "select sales_order_id, customer_id, location_id, currency_code, order_status, shipping_amount, "
        "tax_amount from inmon.sales_order_versions where sales_order_id = 'web|{order}' and is_current",
    ),
    Stop(
        "",
        "",
        "select line_number, product_id, quantity, unit_price, line_discount_amount "
        "from inmon.sales_order_line_versions where sales_order_id = 'web|{order}' and is_current "
        "order by line_number",
    ),
    Stop(
        "",
        "On a Sunday no rate is published. These are the rates around it; the rule takes Friday's.",
        "select currency_code, rate_date, eur_per_unit from inmon.fx_rates where currency_code = 'SEK' "
        "and rate_date between date '2024-06-06' and date '2024-06-11' order by rate_date",
    ),
    Stop(
        "Kimball: a row of the fact, and the versions it carries",
        "Tax is shared out to the lines, amounts are in kronor and euro, the keys lead to the customer and "
        "the product as they were when the order was placed.",
        "select sales_order_id, line_number, order_date_key, quantity, line_amount, allocated_tax_amount, "
        "eur_per_unit, net_revenue_amount, net_revenue_eur from kimball.fct_order_lines "
        "where sales_order_id = 'web|{order}' order by line_number",
    ),
    Stop(
        "",
        "",
        "select customers.record_id as customer_id, customers.loyalty_tier, products.product_name, "
        "products.category_name, dates.date_day from kimball.fct_order_lines as lines "
        "inner join kimball.dim_customer as customers on lines.customer_key = customers.customer_key "
        "inner join kimball.dim_product as products on lines.product_key = products.product_key "
        "inner join kimball.dim_date as dates on lines.order_date_key = dates.date_key "
        "where lines.sales_order_id = 'web|{order}' order by lines.line_number",
    ),
)


def page(connection: duckdb.DuckDBPyConnection) -> str:
    """Return the page, in Markdown, from the rows that the warehouse holds.

    Raises:
        ValueError: a stop shows no row; the warehouse does not hold the order.
    """
    parts = [
        "# One order, followed",
        "Made by `python -m tools.follow_order` from the warehouse; a test says when it is out of date.",
        f"Order {ORDER} is one of the planted challenges: placed in Swedish kronor on Sunday, 9 June 2024.",
    ]
    for stop in STOPS:
        if stop.title:
            parts.append(f"## {stop.title}")
        if stop.text:
            parts.append(stop.text)
        cursor = connection.execute(stop.query.format(order=ORDER))
        names = [column[0] for column in cursor.description or []]
        rows = cursor.fetchall()
        if not rows:
            raise ValueError(
                f"The warehouse holds no row for {ORDER} at '{stop.query}': expected one made from seeds. "
                "Run make build."
            )
        parts.append(_table(names, rows))
    return "\n\n".join(parts) + "\n"


def _table(names: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [
        names,
        ["---"] * len(names),
        *[["" if cell is None else str(cell) for cell in row] for row in rows],
    ]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def main(arguments: Sequence[str]) -> int:
    """Write or check the page; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.follow_order", description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the page is out of date")
    options = parser.parse_args(arguments)
    database = database_path()
    if database is None or not database.exists():
        print(
            f"There is no warehouse at {database}: expected one built from the seeds. Run make build.",
            file=sys.stderr,
        )
        return 2
    with duckdb.connect(str(database), read_only=True) as connection:
        text = page(connection)
    if not options.check:
        PAGE.write_text(text, encoding="utf-8")
    elif not PAGE.exists() or PAGE.read_text(encoding="utf-8") != text:
        print(
            f"{_shown(PAGE)} is out of date: run python -m tools.follow_order and commit it.", file=sys.stderr
        )
        return 1
    return 0


def _shown(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
