"""The data challenges: hand-written rows that a warehouse must handle right, the same at every scale.

Each is listed in the ledger ``reference.data_challenges``. Planted keys begin with a 9 after their letter:
customers C9..., orders O9..., receipts R9..., products P-9... The planted sales sell a digital guide, which
has no stock, unless the challenge is about goods. Suppliers and products named in ``delimiter_in_key`` and
``orphan_key`` are in no master.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from generator.clock import Span, day_of
from generator.outbox import Outbox
from generator.planting import GUIDE, GUIDE_PRICES, Bed, Line, amount, noon
from generator.schema import CUSTOMERS, LEDGER
from generator.text import array


def _on(text: str) -> int:
    return day_of(date.fromisoformat(text))


EMPTIED = frozenset({("erp.suppliers", _on("2024-11-10"))})
"""Full extracts that arrive without rows, as (table, day)."""
RESENT = frozenset({("shop.payments", _on("2024-09-17"))})
"""Deliveries that arrive a second time, as number 2."""
DELAYED = {(CUSTOMERS, _on("2024-10-08")): 4}
"""Deliveries that arrive days later than usual."""

TENT, LANTERN, STOVE = "P-9003", "P-9002", "P-9004"


@dataclass(frozen=True)
class Challenge:
    """One challenge: its line of the ledger, what plants its rows, and what else its delivery days are."""

    id: str
    table: str
    key: str
    what: str
    shows: str
    plant: Callable[[Bed], None]
    days: tuple[str, ...] = ()


def _a_b_a_change(bed: Bed) -> None:
    state = bed.customer(900001, ("Marta", "Köhler"), "DE", "2023-05-10T08:00:00Z", "silver")
    bed.customer_change("u", "2024-03-05T10:00:00Z", state | {"loyalty_tier": "gold"})
    bed.customer_change("u", "2024-03-12T10:00:00Z", state)


def _two_changes_in_one_delivery(bed: Bed) -> None:
    state = bed.customer(900002, ("Luc", "Perrin"), "FR", "2023-06-01T09:00:00Z")
    bed.customer_change("u", "2024-04-10T08:00:00Z", state | {"phone": "+33 90000201"})
    bed.customer_change("u", "2024-04-10T15:00:00Z",
                        state | {"phone": "+33 90000201", "loyalty_tier": "silver"})  # fmt: skip


def _tie_between_deliveries(bed: Bed) -> None:
    bed.customer(900003, ("Isla", "Carrick"), "GB", "2023-07-02T09:00:00Z")
    at = "2024-05-06T22:30:00Z"
    bed.change("shop.addresses", "u", at, bed.address(900003, "GB", "Tie Street 1", "EH1 1AA"))
    bed.change("shop.addresses", "u", at, bed.address(900003, "GB", "Tie Street 2", "EH2 2BB"), "2024-05-07")


def _delete_and_create(bed: Bed) -> None:
    def share(op: str, at: str, supplier: str, value: str | None) -> None:
        bed.change("erp.product_suppliers", op, at, {
            "product_no": LANTERN, "supplier_no": supplier, "supply_share": value})  # fmt: skip

    share("c", "2023-10-02T09:00:00Z", "S-01", "0.6000")
    share("c", "2023-10-02T09:00:00Z", "S-02", "0.4000")
    share("d", "2024-09-10T09:00:00Z", "S-02", None)
    share("u", "2024-09-10T09:00:00Z", "S-01", "1.0000")
    share("c", "2024-11-05T09:00:00Z", "S-02", "0.4000")
    share("u", "2024-11-05T09:00:00Z", "S-01", "0.6000")


def _late_fact(bed: Bed) -> None:
    bed.customer(900015, ("Till", "Winter"), "DE", "2023-09-04T09:00:00Z")
    bed.order(9000001, 900015, "2024-02-15T11:20:00+01:00", "DE", late="2024-02-20")


def _late_dimension(bed: Bed) -> None:
    bed.customer(900004, ("Ebba", "Norén"), "SE", "2024-03-18T09:00:00Z", batch="2024-03-20")
    bed.order(9000002, 900004, "2024-03-18T11:00:00+01:00", "SE", (Line(price=GUIDE_PRICES["SEK"]),))


def _orphan_key(bed: Bed) -> None:
    bed.customer(900016, ("Greta", "Brandt"), "DE", "2023-09-05T09:00:00Z")
    bed.order(9000003, 900016, "2024-05-14T19:05:00+02:00", "DE", (Line(), Line("P-8888", 1, 3900)))


def _duplicate_within_delivery(bed: Bed) -> None:
    payload = (
        '{"event_type":"page_view","visitor_id":"V90000000001","device":"web","traffic_source":"direct"}'
    )
    for _ in range(2):
        bed.event(900000001, "2024-06-11T09:00:00Z", "2024-06-11T09:00:04Z", payload)


def _duplicate_across_deliveries(bed: Bed) -> None:
    bed.receipt(90000001, "2024-06-05T15:12:00+02:00", "ST-01")
    bed.receipt(90000001, "2024-06-05T15:12:00+02:00", "ST-01", batch="2024-06-06")


def _delivery_out_of_order(bed: Bed) -> None:
    state = bed.customer(900005, ("Noah", "Tran"), "US", "2023-08-01T15:00:00Z")
    bed.customer_change("u", "2024-10-08T11:00:00Z", state | {"loyalty_tier": "silver"})
    bed.customer_change("u", "2024-10-10T09:00:00Z", state | {"loyalty_tier": "gold"})


def _change_out_of_order(bed: Bed) -> None:
    state = bed.customer(900006, ("Yui", "Inoue"), "JP", "2023-08-02T03:00:00Z")
    bed.customer_change("u", "2024-11-12T09:00:00Z", state | {"loyalty_tier": "gold"})
    bed.customer_change("u", "2024-11-11T20:00:00Z", state | {"loyalty_tier": "silver"}, "2024-11-13")


def _key_case_and_blanks(bed: Bed) -> None:
    bed.customer(900017, ("Emil", "Vogel"), "DE", "2023-09-06T09:00:00Z")
    bed.order(9000004, 900017, "2024-06-19T20:40:00+02:00", "DE", (Line(" p-0007 ", 1, 10995),))


def _customer_merge(bed: Bed) -> None:
    lost = bed.customer(900007, ("Amelia", "Hale"), "GB", "2024-02-01T09:00:00Z", birth="1979-11-02")
    bed.customer(900008, ("Amelia", "Hale-Ives"), "GB", "2024-09-02T09:00:00Z", birth="1979-11-03")
    line = (Line(price=GUIDE_PRICES["GBP"]),)
    bed.order(9000005, 900007, "2024-07-03T13:00:00+02:00", "GB", line)
    bed.customer_change("u", "2025-02-10T09:30:00Z", lost | {"merged_into_customer_id": "C900008"})
    bed.order(9000006, 900008, "2025-03-05T13:00:00+01:00", "GB", line)


def _guest_order(bed: Bed) -> None:
    bed.change("shop.addresses", "c", "2024-04-22T17:00:00Z", {
        "address_id": "AG9000007", "address_type": "shipping", "street": "12 quai Perrache",
            "postcode": "69002",
        "city": "Lyon", "country_code": "FR"})  # fmt: skip
    bed.order(9000007, None, "2024-04-22T19:00:00+02:00", "FR")


def _weekend_without_rate(bed: Bed) -> None:
    bed.customer(900009, ("Viggo", "Ekdahl"), "SE", "2023-09-01T09:00:00Z")
    bed.order(
        9000008, 900009, "2024-06-09T14:00:00+02:00", "SE", (Line(price=GUIDE_PRICES["SEK"], quantity=2),)
    )


def _new_column(bed: Bed) -> None:
    state = bed.customer(900010, ("Hanna", "Fuchs"), "DE", "2024-08-20T07:00:00Z")
    bed.customer_change("u", "2025-01-15T12:00:00Z", state | {"phone": "+49 90001001"})


def _malformed_json(bed: Bed) -> None:
    bed.event(900000003, "2024-07-16T10:00:00Z", "2024-07-16T10:00:06Z",
              '{"event_type":"product_view","visitor_id":"V90000000003","prod')  # fmt: skip


def _wrong_currency_code(bed: Bed) -> None:
    bed.customer(900018, ("Ruth", "Seidel"), "DE", "2023-09-07T09:00:00Z")
    at = "2024-08-06T16:00:00+02:00"
    bed.order(9000009, 900018, at, "DE", pay=False)
    bed.payment(9000009, at, "DE", (Line(),), 1, "failed", "EUX")
    bed.payment(9000009, "2024-08-06T16:04:00+02:00", "DE", (Line(),), 2)


def _negative_quantity(bed: Bed) -> None:
    bed.customer(900019, ("Oskar", "Böhm"), "DE", "2023-09-08T09:00:00Z")
    at = "2024-08-13T09:30:00+02:00"
    bed.order(9000010, 900019, at, "DE", (Line(), Line(quantity=2)))
    bed.line(9000010, 3, at, Line(quantity=-2))


def _impossible_date(bed: Bed) -> None:
    bed.change("erp.price_list", "c", "2024-02-12T10:00:00Z", {
        "product_no": GUIDE, "currency_code": "EUR", "start_date": "2024-02-30",
            "list_price": "29.95"})  # fmt: skip


def _non_ascii_text(bed: Bed) -> None:
    bed.customer(900011, ("Zoë", "Ångström-Núñez 山田"), "SE", "2024-01-20T10:00:00Z")


def _time_zone_trap(bed: Bed) -> None:
    bed.receipt(90000002, "2024-07-01T08:30:00+09:00", "ST-09")


def _repeated_hour(bed: Bed) -> None:
    bed.customer(900020, ("Käthe", "Lindner"), "DE", "2023-09-11T09:00:00Z")
    bed.order(9000011, 900020, "2024-10-27T02:30:00+02:00", "DE")
    bed.order(9000012, 900020, "2024-10-27T02:30:00+01:00", "DE")


def _late_event(bed: Bed) -> None:
    times = ("10:00", "10:10", "10:30", "10:50", "11:00")
    for number, time in enumerate(times, start=900000010):
        received = "2025-03-07T06:00:00Z" if time == "10:30" else f"2025-03-04T{time}:05Z"
        bed.event(number, f"2025-03-04T{time}:00Z", received,
                  '{"event_type":"product_view","visitor_id":"V90000000010","product_id":"' + GUIDE
                  + '","device":"app","traffic_source":"email"}')  # fmt: skip


def _deleted_order_line(bed: Bed) -> None:
    bed.customer(900021, ("Jörg", "Ritter"), "DE", "2023-09-12T09:00:00Z")
    at, later = "2024-09-24T12:00:00+02:00", "2024-09-24T12:10:00+02:00"
    state = bed.order(9000013, 900021, at, "DE", (Line(), Line(quantity=2)), pay=False)
    bed.change("shop.order_lines", "d", later, {"order_id": "O9000013", "line_number": "2"})
    bed.change("shop.orders", "u", later, state | {"tax_amount": amount(bed.tax("DE", 2495))})
    bed.payment(9000013, "2024-09-24T12:12:00+02:00", "DE", (Line(),))


def _carrier_changes(bed: Bed) -> None:
    bed.change("erp.assortments", "c", "2024-04-08T09:00:00Z", {
        "location_no": "WH-01", "product_no": TENT, "listed_from_date": "2024-05-02"})  # fmt: skip
    bed.plant("erp.inventory_movements", "2024-05-02T06:00:00Z", {
        "movement_id": "MV90000001", "location_no": "WH-01", "product_no": TENT, "movement_type": "goods_in",
        "quantity": "6", "moved_at": "2024-05-02T06:00:00Z"})  # fmt: skip
    bed.customer(900022, ("Lena", "Krüger"), "DE", "2023-09-13T09:00:00Z")
    lines = (Line(TENT, 1, 48995),)
    state = bed.order(9000014, 900022, "2024-10-14T09:00:00+02:00", "DE", lines)
    picked, shipped, arrived = "2024-10-14T13:00:00Z", "2024-10-18T15:00:00Z", "2024-10-21T10:00:00Z"
    bed.plant("erp.inventory_movements", picked, {
        "movement_id": "MV90000002", "location_no": "WH-01", "product_no": TENT, "movement_type": "sale",
        "quantity": "-1", "moved_at": picked, "document_no": "O9000014"})  # fmt: skip
    parcel: dict[str, str | None] = {
        "shipment_id": "SH90000141", "order_id": "O9000014", "location_no": "WH-01",
            "picked_at": picked}  # fmt: skip
    bed.change("erp.shipments", "c", picked, parcel)
    for at, carrier in (("2024-10-15T08:00:00Z", "DHL"), ("2024-10-16T08:00:00Z", "UPS"),
                        ("2024-10-17T08:00:00Z", None)):  # fmt: skip
        bed.change("erp.shipments", "u", at, parcel | {"carrier": carrier})
    parcel |= {"carrier": "DHL", "tracking_no": "DH90000141", "shipped_at": shipped}
    bed.change("erp.shipments", "u", shipped, parcel)
    bed.change("erp.shipments", "u", arrived, parcel | {"delivered_at": arrived})
    bed.change("shop.orders", "u", "2024-10-21T10:01:00Z", state | {"order_status": "completed"})


def _member(
    bed: Bed, number: str, name: tuple[str, str], email: str | None, birth: str, postcode: str, joined: str
) -> None:
    for day in bed.span.delivery_days("monthly").tolist():
        if day >= _on(joined):
            bed.plant("pos.loyalty_members", noon(day), {
                "member_no": number, "first_name": name[0], "last_name": name[1], "email": email,
                "birth_date": birth, "postcode": postcode, "country_code": "DE", "home_store_no": "ST-01",
                "joined_date": joined, "points_balance": "40"},
                    str(np.datetime64("2024-01-01") + day))  # fmt: skip


def _colliding_keys(bed: Bed) -> None:
    bed.customer(900012, ("Felix", "Weber"), "DE", "2023-10-01T09:00:00Z", birth="1990-01-05")
    _member(
        bed,
        "C900012",
        ("Agnes", "Hoffmann"),
        "agnes.hoffmann@example.org",
        "1961-04-17",
        "20144",
        "2023-11-02",
    )


def _delimiter_in_key(bed: Bed) -> None:
    for product, supplier in (("P-9001|A", "B"), ("P-9001", "A|B")):
        bed.change("erp.product_suppliers", "c", "2024-06-25T09:00:00Z", {
            "product_no": product, "supplier_no": supplier, "supply_share": "1.0000"})  # fmt: skip


def _same_person(bed: Bed) -> None:
    bed.customer(900013, ("Rosa", "Jäger"), "DE", "2024-02-12T09:00:00Z", birth="1987-08-30",
                 email="rosa.jaeger@example.org")  # fmt: skip
    _member(
        bed, "M900001", ("Rosa", "Jaeger"), " Rosa.JAEGER@Example.org", "1987-08-30", "10409", "2024-03-09"
    )


def _customer_erased(bed: Bed) -> None:
    bed.customer(900014, ("Camille", "Mercier"), "DE", "2024-02-19T09:00:00Z", birth="1993-12-24")
    bed.order(9000015, 900014, "2024-08-27T21:00:00+02:00", "DE")
    bed.change("shop.erasure_requests", "c", "2025-05-20T08:30:00Z", {
        "request_id": "ER90001", "subject_system": "shop", "subject_id": "C900014",
        "requested_at": "2025-05-20T08:00:00Z"})  # fmt: skip


def _member_erased(bed: Bed) -> None:
    _member(
        bed, "M900002", ("Gösta", "Öberg"), "goesta.oeberg@example.net", "1958-02-11", "80333", "2024-01-15"
    )
    bed.change("shop.erasure_requests", "c", "2025-06-18T08:30:00Z", {
        "request_id": "ER90002", "subject_system": "pos", "subject_id": "M900002",
        "requested_at": "2025-06-18T08:00:00Z"})  # fmt: skip


def _changed_after_delivery(bed: Bed) -> None:
    bed.customer(900023, ("Sophie", "Groß"), "DE", "2023-09-14T09:00:00Z")
    bed.order(9000016, 900023, "2024-08-28T18:00:00+02:00", "DE")
    bed.change("shop.returns", "c", "2024-12-01T09:00:00Z", {
        "return_id": "RT90000161", "order_id": "O9000016", "line_number": "1",
        "returned_at": "2024-09-12T09:00:00Z", "quantity": "1", "reason_code": "changed_mind",
        "refund_amount": "24.95"}, "2024-09-15")  # fmt: skip


def _delivery_sent_twice(bed: Bed) -> None:
    bed.customer(900024, ("Bastian", "Linde"), "DE", "2023-09-15T09:00:00Z")
    bed.order(9000017, 900024, "2024-09-17T10:00:00+02:00", "DE")


def _nothing(_: Bed) -> None:
    """Plant nothing: the challenge lies in a whole delivery, or in the rows of the product extracts."""


CHALLENGES = (
    Challenge("a_b_a_change", "shop.customers", "C900001",
              "The loyalty tier goes silver, gold, silver in three deliveries.",
              "Three versions with tiers silver, gold, silver; the third is not taken for the first.",
              _a_b_a_change),
    Challenge("two_changes_in_one_delivery", "shop.customers", "C900002",
              "A new phone at 08:00 and a new tier at 15:00 arrive in the delivery of 2024-04-10.",
              "Both versions, the first one valid for seven hours.", _two_changes_in_one_delivery),
    Challenge("tie_between_deliveries", "shop.addresses", "A9000031",
              "The same change time in the deliveries of 2024-05-06 and 2024-05-07 with different streets.",
              "The later delivery wins: one version from 2024-05-06 22:30 on, Tie Street 2.",
              _tie_between_deliveries),
    Challenge("delete_and_reappear", "erp.products", LANTERN,
              "Absent from the extracts of 2024-08-04, 2024-08-11 and 2024-08-18, then back.",
              "A gap in the versions from 2024-08-05 to 2024-08-26; the same key before and after.",
              _nothing, ("2024-07-28", "2024-08-25")),
    Challenge("delete_and_create", "erp.product_suppliers", f"{LANTERN}|S-02",
              "Deleted on 2024-09-10 and created again on 2024-11-05.",
              "Two versions with a gap between them; S-01 has the whole share in the gap.",
                  _delete_and_create),
    Challenge("late_fact", "shop.orders", "O9000001",
              "Placed on 2024-02-15 but delivered with its line and payment for 2024-02-20.",
              "In every fact with its order date of 2024-02-15, however the deliveries are loaded.",
                  _late_fact),
    Challenge("late_dimension", "shop.customers", "C900004",
              "Ordered on 2024-03-18; the customer's row is delivered two days later.",
              "An inferred member until 2024-03-20, then filled in in the same row.", _late_dimension),
    Challenge("orphan_key", "shop.order_lines", "O9000003|2",
              "The line names product P-8888, which is in no product extract.",
              "The line counts in revenue, on an inferred product.", _orphan_key),
    Challenge("duplicate_within_delivery", "web.events", "E900000001",
              "The same event twice in the delivery of 2024-06-11.", "Once, from staging on.",
              _duplicate_within_delivery),
    Challenge("duplicate_across_deliveries", "pos.receipts", "R90000001",
              "The receipt of 2024-06-05 comes again in the next day's delivery.",
              "Once in the state over time and in every fact.", _duplicate_across_deliveries),
    Challenge("delivery_sent_twice", "shop.payments", "2024-09-17",
              "The whole delivery of 2024-09-17 arrives again as delivery number 2.",
              "Twice in bronze, once everywhere above.", _delivery_sent_twice),
    Challenge("delivery_out_of_order", "shop.customers", "C900005",
              "The delivery of 2024-10-08 arrives on 2024-10-13, after newer ones; it holds an older change.",
              "Tier silver from 2024-10-08 11:00 and gold from 2024-10-10 09:00, in whatever order they "
              "are loaded.",
              _delivery_out_of_order),
    Challenge("change_out_of_order", "shop.customers", "C900006",
              "The change of 2024-11-11 20:00 arrives one delivery after that of 2024-11-12 09:00.",
              "Silver from 2024-11-11 20:00 to 2024-11-12 09:00, gold from then on.", _change_out_of_order),
    Challenge("empty_full_extract", "erp.suppliers", "2024-11-10",
              "The extract of 2024-11-10 has no rows.", "No supplier ends: an empty extract deletes nothing.",
              _nothing, ("2024-11-03", "2024-11-10", "2024-11-17")),
    Challenge("refused_row_in_full_extract", "erp.products", STOVE,
              "weight_grams is 'heavy' in the extract of 2024-12-08.",
              "The row is in quarantine; the product's version goes on without a gap.",
              _nothing, ("2024-12-01", "2024-12-08", "2024-12-15")),
    Challenge("key_case_and_blanks", "shop.order_lines", "O9000004|1",
              "product_id is ' p-0007 ' for P-0007.",
                  "The line belongs to product P-0007; no inferred product.",
              _key_case_and_blanks),
    Challenge("customer_merge", "shop.customers", "C900007",
              "Merged into C900008 on 2025-02-10; C900007 ordered before (O9000005), C900008 after "
              "(O9000006).",
              "Both orders have the survivor's durable key; the older one keeps the version it had.",
              _customer_merge),
    Challenge("guest_order", "shop.orders", "O9000007", "An order without a customer.",
              "On the reserved member for not applicable; no fact has a null key.", _guest_order),
    Challenge("weekend_without_rate", "shop.orders", "O9000008",
              "Placed in SEK on Sunday 2024-06-09, a day without a rate.",
              "Converted at the rate of Friday 2024-06-07.", _weekend_without_rate),
    Challenge("new_column", "shop.customers", "C900010",
              "newsletter_consent is delivered from 2025-01-01 on.",
              "Null in the version of 2024-08-20, true in that of 2025-01-15; both builds from CSV and "
              "Parquet.",
              _new_column),
    Challenge("malformed_json", "web.events", "E900000003", "The payload is cut off.",
              "In quarantine with its rule; in no session.", _malformed_json),
    Challenge("wrong_currency_code", "shop.payments", "PAY90000091", "A failed attempt in currency EUX.",
              "In quarantine; the second attempt stands.", _wrong_currency_code),
    Challenge("negative_quantity", "shop.order_lines", "O9000010|3", "An extra line with quantity -2.",
              "In quarantine; the order's two good lines count.", _negative_quantity),
    Challenge("impossible_date", "erp.price_list", f"{GUIDE}|EUR|2024-02-30",
              "A price that starts on 2024-02-30.", "In quarantine; the price before it goes on.",
                  _impossible_date),
    Challenge("non_ascii_text", "erp.products", TENT,
              "Name with umlauts, quotes and kanji; customer C900011 has such a name too.",
              "The same characters in every layer.", _non_ascii_text, ("2024-01-07",)),
    Challenge("time_zone_trap", "pos.receipts", "R90000002",
              "Printed in Tokyo at 08:30 on 2024-07-01, which is 2024-06-30 23:30 UTC.",
              "Local date 2024-07-01; revenue of June by UTC date.", _time_zone_trap),
    Challenge("repeated_hour", "shop.orders", "O9000011|O9000012",
              "Two orders at 02:30 Berlin time on 2024-10-27, one before and one after the clocks change.",
              "An hour apart: 00:30 and 01:30 UTC.", _repeated_hour),
    Challenge("late_event", "web.events", "E900000012",
              "The event at 10:30 that joins both halves of a session of 2025-03-04 is delivered on "
              "2025-03-07.",
              "Two sessions until then, one of five events afterwards.", _late_event),
    Challenge("deleted_order_line", "shop.order_lines", "O9000013|2",
              "Deleted ten minutes after it was created; the deletion carries the key alone.",
              "In no fact; the order has one line.", _deleted_order_line),
    Challenge("carrier_changes", "erp.shipments", "SH90000141",
              "The carrier goes from empty to DHL, UPS, empty and DHL in successive changes.",
              "Every change is a version; no two equal states are folded into one.", _carrier_changes),
    Challenge("colliding_keys", "pos.loyalty_members", "C900012",
              "A member's number is the same text as the customer id of another person.",
              "Two persons everywhere: Agnes Hoffmann the member, Felix Weber the customer.",
                  _colliding_keys),
    Challenge("delimiter_in_key", "erp.product_suppliers", "P-9001|A|B",
              "Product 'P-9001|A' with supplier 'B', and product 'P-9001' with supplier 'A|B'; all are "
              "orphans.",
              "Two relationships with different hash keys.", _delimiter_in_key),
    Challenge("same_person", "pos.loyalty_members", "M900001",
              "Is customer C900013: the e-mail in other case, the name spelled differently.",
              "One party with the id of C900013.", _same_person),
    Challenge("customer_erased", "shop.erasure_requests", "ER90001",
              "Customer C900014, with an address and an order, asks on 2025-05-20 to be forgotten.",
              "Personal columns overwritten from bronze on; order O9000015 still counts.", _customer_erased),
    Challenge("member_erased", "shop.erasure_requests", "ER90002",
              "Loyalty member M900002 asks on 2025-06-18 to be forgotten.",
              "Personal columns overwritten in every extract, later ones too.", _member_erased),
    Challenge("changed_after_delivery", "shop.returns", "RT90000161",
              "Delivered for 2024-09-15 with a change time of 2024-12-01.",
              "In quarantine: a change cannot be newer than its delivery.", _changed_after_delivery),
)  # fmt: skip


def add(box: Outbox, first_day: int, last_day: int) -> None:
    """Plant all challenges, and list in the ledger those whose deliveries lie between both days, included.

    Args:
        box: where the rows go.
        first_day: first batch date of the run, as a day number.
        last_day: last batch date of the run.

    """
    listed = []
    for challenge in CHALLENGES:
        bed = Bed(box.span)
        challenge.plant(bed)
        bed.hand_over(box)
        days = [*bed.days, *(_on(text) for text in challenge.days)]
        if first_day <= min(days) and max(days) <= last_day:
            listed.append(challenge)
    _products(box.span).hand_over(box)
    if listed:
        system_table = [challenge.table.split(".") for challenge in listed]
        box.add(LEDGER, np.arange(len(listed)), {
            "challenge_id": array([c.id for c in listed]),
            "system_name": array([system for system, _ in system_table]),
            "table_name": array([table for _, table in system_table]),
            "business_key": array([c.key for c in listed]),
            "what_it_is": array([c.what for c in listed]),
            "must_show_up": array([c.shows for c in listed]),
        }, day=np.zeros(len(listed), dtype=np.int64))  # fmt: skip


def _products(span: Span) -> Bed:
    """Plant the products with their prices and suppliers, in every extract that has them."""
    bed = Bed(span)
    goods: dict[str, dict[str, str | None]] = {
        LANTERN: {"product_name": "Ember Lantern", "weight_grams": "310", "unit_cost_amount": "14.2000"},
        TENT: {
            "product_name": "Zelt „Größe L“ – 山小屋",
            "weight_grams": "3900",
            "unit_cost_amount": "241.0000",
        },
        STOVE: {"product_name": "Basecamp Stove", "weight_grams": "1250", "unit_cost_amount": "33.5000"},
    }
    categories = {LANTERN: "CAT-35", TENT: "CAT-32", STOVE: "CAT-35"}
    absent = {(LANTERN, _on(day)) for day in ("2024-08-04", "2024-08-11", "2024-08-18")}
    for day in span.delivery_days("weekly").tolist():
        batch, at = str(np.datetime64("2024-01-01") + day), noon(day)
        for key, row in goods.items():
            if (key, day) in absent:
                continue
            spoilt = {"weight_grams": "heavy"} if (key, batch) == (STOVE, "2024-12-08") else {}
            bed.plant("erp.products", at, {
                "product_no": key, "product_type": "physical", "category_id": categories[key],
                "brand": "Northpine", "units_per_case": "6", "launch_date": "2023-10-02",
                "is_discontinued": "false", **row, **spoilt}, batch)  # fmt: skip
        bed.plant("erp.products", at, {
            "product_no": GUIDE, "product_name": "Wayfinder Audio Guide", "product_type": "digital",
            "category_id": "CAT-41", "brand": "Northpine", "download_megabytes": "210",
            "unit_cost_amount": "2.5000", "launch_date": "2023-10-02", "is_discontinued": "false"},
                batch)  # fmt: skip
    euro_prices = {LANTERN: 3995, TENT: 48995, STOVE: 8995}
    known = "2023-09-20T09:00:00Z"
    prices = [(key, "EUR", price) for key, price in euro_prices.items()]
    prices += [(GUIDE, currency, price) for currency, price in GUIDE_PRICES.items()]
    for key, currency, price in prices:
        bed.change("erp.price_list", "c", known, {
            "product_no": key, "currency_code": currency, "start_date": "2023-10-02",
            "list_price": amount(price)})  # fmt: skip
    for key in (TENT, STOVE, GUIDE):
        bed.change("erp.product_suppliers", "c", known, {
            "product_no": key, "supplier_no": "S-01", "supply_share": "1.0000"})  # fmt: skip
    return bed
