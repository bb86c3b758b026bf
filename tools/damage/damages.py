"""The damages: what a source may get wrong, one at a time, in deliveries that were right."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from tools.damage.delivered import Delivered, Row

DAY = "2024-03-31"  # the last day of the deliveries; a Sunday and the end of a month: all but rates
RATES_DAY = "2024-03-29"
DAY_BEFORE = "2024-03-30"


@dataclass(frozen=True)
class Damage:
    """One kind of damage, and where it must be found.

    `layer` is the first one that can know, `outcome` is refused (nothing was loaded), quarantined (the rows
    wait with a reason) or flagged (a check failed), and `says` is a part of the message.
    """

    name: str
    what: str
    do: Callable[[Delivered], None]
    layer: str
    outcome: str
    says: str


def _set(
    table: str, column: str, value: str | None, every: int = 1, day: str = DAY
) -> Callable[[Delivered], None]:
    return lambda landing: landing.change(table, day, lambda row: {**row, column: value}, every)


def _times(
    table: str, column: str, factor: str, day: str = DAY, every: int = 1
) -> Callable[[Delivered], None]:
    def multiplied(row: Row) -> Row:
        if row[column] is None:
            return row
        return {**row, column: str((Decimal(row[column]) * Decimal(factor)).quantize(Decimal("0.0001")))}

    return lambda landing: landing.change(table, day, multiplied, every)


def _swap(table: str, one: str, other: str) -> Callable[[Delivered], None]:
    return lambda landing: landing.change(table, DAY, lambda row: {**row, one: row[other], other: row[one]})


def _shift(table: str, *columns: str, hours: int) -> Callable[[Delivered], None]:
    """Move times by hours, each written as it was: the clock of another time zone under the old offset."""

    def shifted(row: Row) -> Row:
        moved = {
            column: (datetime.fromisoformat(row[column][:19]) + timedelta(hours=hours)).isoformat()
            + row[column][19:]
            for column in columns
            if row[column]
        }
        return {**row, **moved}

    return lambda landing: landing.change(table, DAY, shifted)


def _drop_column(landing: Delivered) -> None:
    rows = landing.rows("shop__orders", DAY)
    landing.deliver("shop__orders", DAY, [{k: v for k, v in row.items() if k != "device"} for row in rows])


def _add_column(landing: Delivered) -> None:
    landing.change("shop__orders", DAY, lambda row: {**row, "comment": "new"})


def _rename_column(landing: Delivered) -> None:
    rows = landing.rows("shop__payments", DAY)
    renamed = [{("total" if k == "amount" else k): v for k, v in row.items()} for row in rows]
    landing.deliver("shop__payments", DAY, renamed)


def _truncate(landing: Delivered) -> None:
    rows = landing.rows("web__events", DAY)
    landing.deliver("web__events", DAY, rows[: len(rows) // 2], listed_count=len(rows))


def _cut_file(landing: Delivered) -> None:
    file = landing.file("shop__order_lines", DAY)
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content[: len(content) // 2])


def _lose_file(landing: Delivered) -> None:
    landing.file("shop__orders", DAY).unlink()


def _miss_a_day(landing: Delivered) -> None:
    landing.unlist("shop__orders", DAY_BEFORE)


def _unlisted(landing: Delivered) -> None:
    rows = landing.rows("web__reviews", DAY)
    landing.unlist("web__reviews", DAY)
    landing._write(landing.file("web__reviews", DAY), rows, list(rows[0]))


def _twice_in_a_file(landing: Delivered) -> None:
    rows = landing.rows("pos__receipts", DAY)
    landing.deliver("pos__receipts", DAY, [*rows, *rows])


def _resent(landing: Delivered) -> None:
    landing.deliver("shop__payments", DAY, landing.rows("shop__payments", DAY), number=2)


def _yesterday_again(landing: Delivered) -> None:
    landing.deliver("shop__orders", DAY, landing.rows("shop__orders", DAY_BEFORE))


def _short_with_its_count(landing: Delivered) -> None:
    landing.deliver("erp__inventory_counts", DAY, landing.rows("erp__inventory_counts", DAY)[:40])


def _half_an_extract(landing: Delivered) -> None:
    rows = landing.rows("erp__products", DAY)
    landing.deliver("erp__products", DAY, rows[: len(rows) // 2])


def _empty_extract(landing: Delivered) -> None:
    landing.deliver("erp__suppliers", DAY, [])


def _no_lines(landing: Delivered) -> None:
    landing.deliver("shop__order_lines", DAY, [])


def _mojibake(landing: Delivered) -> None:
    def misread(row: Row) -> Row:
        return {**row, "product_name": row["product_name"].replace("e", "é").encode().decode("latin-1")}

    landing.change("erp__products", DAY, misread)


def _products_shuffled(landing: Delivered) -> None:
    rows = landing.rows("shop__order_lines", DAY)
    products = [row["product_id"] for row in rows]
    moved = [
        {**row, "product_id": product} for row, product in zip(rows, products[7:] + products[:7], strict=True)
    ]
    landing.deliver("shop__order_lines", DAY, moved)


def _names_shifted(landing: Delivered) -> None:
    rows = landing.rows("erp__products", DAY)
    names = [row["product_name"] for row in rows]
    moved = [{**row, "product_name": name} for row, name in zip(rows, names[1:] + names[:1], strict=True)]
    landing.deliver("erp__products", DAY, moved)


def _inverted_rates(landing: Delivered) -> None:
    def inverted(row: Row) -> Row:
        return {
            **row,
            "eur_per_unit": str((1 / Decimal(row["eur_per_unit"])).quantize(Decimal("0.00000001"))),
        }

    landing.change("finance__fx_rates", RATES_DAY, inverted)


def _one_rate_less(landing: Delivered) -> None:
    landing.deliver("finance__fx_rates", RATES_DAY, landing.rows("finance__fx_rates", RATES_DAY)[:-1])


def _german_dates(landing: Delivered) -> None:
    def rewritten(row: Row) -> Row:
        year, month, day = row["count_date"].split("-")
        return {**row, "count_date": f"{day}.{month}.{year}"}

    landing.change("erp__inventory_counts", DAY, rewritten)


def _decimal_comma(landing: Delivered) -> None:
    landing.change("shop__payments", DAY, lambda row: {**row, "amount": row["amount"].replace(".", ",")})


def _a_year_ago(landing: Delivered) -> None:
    def earlier(row: Row) -> Row:
        return {**row, "ordered_at": "2023" + row["ordered_at"][4:]} if row["ordered_at"] else row

    landing.change("shop__orders", DAY, earlier)


def _kilograms(landing: Delivered) -> None:
    def weighed(row: Row) -> Row:
        return (
            {**row, "weight_grams": str(max(1, int(row["weight_grams"]) // 1000))}
            if row["weight_grams"]
            else row
        )

    landing.change("erp__products", DAY, weighed)


def _foreign_ids(landing: Delivered) -> None:
    def renumbered(row: Row) -> Row:
        return {**row, "customer_id": f"CRM-{row['customer_id'][1:]}"} if row["customer_id"] else row

    landing.change("shop__orders", DAY, renumbered)


def _json_cut_off(landing: Delivered) -> None:
    landing.change("web__events", DAY, lambda row: {**row, "payload": row["payload"][:30]})


def _dollars(landing: Delivered) -> None:
    landing.change(
        "shop__orders", DAY, lambda row: {**row, "currency_code": "USD"} if row["op"] == "c" else row
    )


def _sign_turned(landing: Delivered) -> None:
    landing.change(
        "erp__inventory_movements", DAY, lambda row: {**row, "quantity": str(-int(row["quantity"]))}
    )


def _yen_zone(landing: Delivered) -> None:
    landing.change("pos__receipts", DAY, lambda row: {**row, "sold_at": row["sold_at"][:19] + "Z"})


DAMAGES = (
    # what the landing's contract and manifest show
    Damage(
        "truncated_file",
        "A file has half the rows that the manifest lists.",
        _truncate,
        "landing",
        "refused",
        "landed. Deliver it again in full",
    ),
    Damage(
        "cut_file",
        "A file is cut off in the middle of its bytes.",
        _cut_file,
        "landing",
        "refused",
        "order_lines",
    ),
    Damage("lost_file", "A listed delivery has no file.", _lose_file, "landing", "refused", "shop/orders"),
    Damage(
        "unlisted_delivery",
        "A file that the manifest does not list.",
        _unlisted,
        "landing",
        "refused",
        "does not list",
    ),
    Damage("column_gone", "A column is missing.", _drop_column, "landing", "refused", "device"),
    Damage("column_added", "A column that nobody announced.", _add_column, "landing", "refused", "comment"),
    Damage("column_renamed", "A column has another name.", _rename_column, "landing", "refused", "total"),
    # what bronze shows: volumes, repetitions, shares
    Damage(
        "missing_day",
        "A day of orders is neither delivered nor listed.",
        _miss_a_day,
        "bronze",
        "flagged",
        "no_delivery_is_missing",
    ),
    Damage(
        "doubled_day",
        "Each receipt of the day comes twice in the file.",
        _twice_in_a_file,
        "bronze",
        "flagged",
        "no_delivery_comes_twice",
    ),
    Damage(
        "resent_delivery",
        "A delivery of payments is sent again as number 2.",
        _resent,
        "bronze",
        "flagged",
        "no_delivery_comes_twice",
    ),
    Damage(
        "yesterday_again",
        "Yesterday's orders come again under today's date.",
        _yesterday_again,
        "bronze",
        "flagged",
        "no_delivery_comes_twice",
    ),
    Damage(
        "short_with_its_count",
        "A sixth of the month's stock count, and a count in the manifest to match.",
        _short_with_its_count,
        "bronze",
        "flagged",
        "volume_is_in_line",
    ),
    Damage(
        "half_an_extract",
        "Half of the product master, and a count in the manifest to match.",
        _half_an_extract,
        "bronze",
        "flagged",
        "no_extract_is_truncated",
    ),
    Damage(
        "empty_extract",
        "An empty extract of the suppliers.",
        _empty_extract,
        "bronze",
        "flagged",
        "no_extract_is_empty",
    ),
    Damage(
        "nothing_but_the_app",
        "All orders come from the app.",
        _set("shop__orders", "device", "app"),
        "bronze",
        "flagged",
        "share_of_app_orders",
    ),
    Damage(
        "values_lost",
        "The weights of all products are empty.",
        _set("erp__products", "weight_grams", None),
        "bronze",
        "flagged",
        "share_without_weight",
    ),
    Damage(
        "payments_fail",
        "Every attempt to pay is reported as failed.",
        _set("shop__payments", "payment_status", "failed"),
        "bronze",
        "flagged",
        "share_of_failures",
    ),
    Damage(
        "store_clock_in_utc",
        "Tills write UTC and leave their offset out.",
        _yen_zone,
        "bronze",
        "flagged",
        "the_clock_is_that_of_the_store",
    ),
    Damage(
        "till_clock_wrong",
        "Tills are twelve hours behind.",
        _shift("pos__receipts", "sold_at", hours=-12),
        "bronze",
        "flagged",
        "sold_while_the_store_is_open",
    ),
    # what the rules of the contracts show
    Damage(
        "required_value_gone",
        "Every fifth order has no currency.",
        _set("shop__orders", "currency_code", None, every=5),
        "staging",
        "quarantined",
        "currency_code",
    ),
    Damage(
        "unknown_currency",
        "Every fifth payment is in currency EUX.",
        _set("shop__payments", "currency_code", "EUX", every=5),
        "staging",
        "quarantined",
        "EUX",
    ),
    Damage(
        "negative_quantities",
        "Every fifth order line has a negative quantity.",
        _set("shop__order_lines", "quantity", "-1", every=5),
        "staging",
        "quarantined",
        "quantity_not_positive",
    ),
    Damage(
        "sign_turned",
        "Movements of stock have the wrong sign.",
        _sign_turned,
        "staging",
        "quarantined",
        "sign_against_type",
    ),
    Damage(
        "decimal_comma",
        "Amounts have a comma for a point.",
        _decimal_comma,
        "staging",
        "quarantined",
        "amount",
    ),
    Damage(
        "german_dates", "Dates are written 31.03.2024.", _german_dates, "staging", "quarantined", "count_date"
    ),
    Damage(
        "json_cut_off",
        "The payload of all events is cut off.",
        _json_cut_off,
        "staging",
        "quarantined",
        "payload",
    ),
    Damage(
        "swapped_times",
        "An event's two times are swapped.",
        _swap("web__events", "occurred_at", "received_at"),
        "staging",
        "quarantined",
        "received_before_it_happened",
    ),
    Damage(
        "clock_ahead",
        "The shop's changes are twelve hours ahead.",
        _shift("shop__payments", "changed_at", hours=12),
        "staging",
        "quarantined",
        "chang",
    ),
    # what staging's suites show
    Damage(
        "orders_in_dollars",
        "All new orders are in dollars.",
        _dollars,
        "staging",
        "flagged",
        "currency_is_that_of_the_country",
    ),
    Damage(
        "swapped_columns",
        "Postcode and street are swapped.",
        _swap("shop__addresses", "postcode", "street"),
        "staging",
        "flagged",
        "postcodes_have_the_form_of_the_country",
    ),
    Damage(
        "swapped_amounts",
        "Tax and total of the receipts are swapped.",
        _swap("pos__receipts", "tax_amount", "total_amount"),
        "staging",
        "flagged",
        "the_total_is_the_sum_of_its_lines",
    ),
    Damage(
        "a_year_ago",
        "Orders are dated a year before.",
        _a_year_ago,
        "staging",
        "flagged",
        "orders_are_recent",
    ),
    Damage(
        "wrong_encoding",
        "Product names are UTF-8, read as Latin-1.",
        _mojibake,
        "staging",
        "flagged",
        "names_are_read_in_the_right_encoding",
    ),
    Damage(
        "names_of_other_rows",
        "Product names have moved up by a row.",
        _names_shifted,
        "staging",
        "flagged",
        "names_stay",
    ),
    Damage(
        "kilograms",
        "Products are weighed in kilograms.",
        _kilograms,
        "staging",
        "flagged",
        "goods_weigh_grams",
    ),
    Damage(
        "tenfold_costs",
        "Costs of products are ten times as high.",
        _times("erp__products", "unit_cost_amount", "10"),
        "staging",
        "flagged",
        "costs_change_in_steps",
    ),
    Damage(
        "inverted_rates",
        "Rates are foreign currency per euro.",
        _inverted_rates,
        "staging",
        "flagged",
        "rates_move_in_steps",
    ),
    Damage(
        "missing_rate",
        "One currency has no rate.",
        _one_rate_less,
        "bronze",
        "flagged",
        "every_currency_has_a_rate",
    ),
    Damage(
        "ids_of_another_system",
        "Customer ids are those of the CRM.",
        _foreign_ids,
        "staging",
        "flagged",
        "customer_ids_have_the_form_of_the_shop",
    ),
    Damage(
        "shifted_time_zone",
        "Events are ten hours early, as in another time zone.",
        _shift("web__events", "occurred_at", hours=-10),
        "staging",
        "flagged",
        "nights_are_quiet",
    ),
    # what only the integrated model can know
    Damage(
        "tenfold_prices",
        "Prices of order lines are ten times as high.",
        _times("shop__order_lines", "unit_price", "10"),
        "inmon",
        "flagged",
        "prices_are_those_of_the_list",
    ),
    Damage(
        "wrong_products",
        "Products of the order lines have moved down by seven rows.",
        _products_shuffled,
        "inmon",
        "flagged",
        "prices_are_those_of_the_list",
    ),
    Damage(
        "cents_for_euros",
        "Payments are in cents.",
        _times("shop__payments", "amount", "100"),
        "inmon",
        "flagged",
        "payments_are_the_total_of_their_order",
    ),
    Damage(
        "orders_without_lines",
        "The day's order lines are delivered as an empty file.",
        _no_lines,
        "inmon",
        "flagged",
        "most_sales_of_a_day_have_lines",
    ),
    Damage(
        "tax_left_out",
        "Orders come without tax.",
        _set("shop__orders", "tax_amount", "0"),
        "inmon",
        "flagged",
        "tax_is_that_of_the_country",
    ),
)
