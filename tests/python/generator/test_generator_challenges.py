"""Each challenge of the ledger really is in the data, as its line says."""

from __future__ import annotations

import pytest

from generator.challenges import CHALLENGES
from tests.python.generator.contract import Query

# What each challenge looks like where it was delivered: SQL, and the rows that it must give.
PLANTED: dict[str, tuple[str, list[tuple[object, ...]]]] = {
    "a_b_a_change": (
        "select batch_date, loyalty_tier from raw_shop__customers where customer_id = 'C900001' order by 1",
        [("2024-01-01", "silver"), ("2024-03-05", "gold"), ("2024-03-12", "silver")],
    ),
    "two_changes_in_one_delivery": (
        "select batch_date, changed_at, loyalty_tier from raw_shop__customers "
        "where customer_id = 'C900002' and op = 'u' order by 2",
        [("2024-04-10", "2024-04-10T08:00:00Z", "bronze"), ("2024-04-10", "2024-04-10T15:00:00Z", "silver")],
    ),
    "tie_between_deliveries": (
        "select batch_date, changed_at, street from raw_shop__addresses "
        "where address_id = 'A9000031' and op = 'u' order by 1",
        [
            ("2024-05-06", "2024-05-06T22:30:00Z", "Tie Street 1"),
            ("2024-05-07", "2024-05-06T22:30:00Z", "Tie Street 2"),
        ],
    ),
    "delete_and_reappear": (
        "select distinct batch_date from raw_erp__products where batch_date between '2024-07-28' and "
        "'2024-08-25' "
        "except select batch_date from raw_erp__products where product_no = 'P-9002' order by 1",
        [("2024-08-04",), ("2024-08-11",), ("2024-08-18",)],
    ),
    "delete_and_create": (
        "select op, changed_at[:10], supply_share from raw_erp__product_suppliers "
        "where product_no = 'P-9002' and supplier_no = 'S-02' order by changed_at",
        [("c", "2023-10-02", "0.4000"), ("d", "2024-09-10", None), ("c", "2024-11-05", "0.4000")],
    ),
    "late_fact": (
        "select batch_date, changed_at[:10] from raw_shop__orders where order_id = 'O9000001' union all "
        "select batch_date, changed_at[:10] from raw_shop__order_lines where order_id = 'O9000001' union all "
        "select batch_date, changed_at[:10] from raw_shop__payments where order_id = 'O9000001'",
        [("2024-02-20", "2024-02-15")] * 3,
    ),
    "late_dimension": (
        "select c.batch_date, c.changed_at[:10], o.batch_date from raw_shop__customers as c "
        "join raw_shop__orders as o using (customer_id) where customer_id = 'C900004'",
        [("2024-03-20", "2024-03-18", "2024-03-18")],
    ),
    "orphan_key": (
        "select order_id, line_number from raw_shop__order_lines "
        "where trim(upper(product_id)) not in (select product_no from raw_erp__products)",
        [("O9000003", "2")],
    ),
    "duplicate_within_delivery": (
        "select batch_date, count(*), count(distinct payload) from raw_web__events "
        "where event_id = 'E900000001' group by 1",
        [("2024-06-11", 2, 1)],
    ),
    "duplicate_across_deliveries": (
        "select batch_date, sold_at, total_amount from raw_pos__receipts where receipt_no = 'R90000001' "
        "order by 1",
        [
            ("2024-06-05", "2024-06-05T15:12:00+02:00", "29.69"),
            ("2024-06-06", "2024-06-05T15:12:00+02:00", "29.69"),
        ],
    ),
    "delivery_sent_twice": (
        "select count(*) > 0, count(*) filter (delivery_number = '1') = count(*) filter (delivery_number "
        "= '2'), "
        "count(distinct (payment_id, changed_at)) * 2 = count(*) from raw_shop__payments where batch_date "
        "= '2024-09-17'",
        [(True, True, True)],
    ),
    "delivery_out_of_order": (
        "select c.batch_date, c.loyalty_tier, d.delivered_at from raw_shop__customers as c "
        "join raw_reference__deliveries as d on d.table_name = 'customers' and d.batch_date = c.batch_date "
        "where customer_id = 'C900005' and op = 'u' order by 1",
        [("2024-10-08", "silver", "2024-10-13T02:00:00Z"), ("2024-10-10", "gold", "2024-10-11T02:00:00Z")],
    ),
    "change_out_of_order": (
        "select batch_date, changed_at, loyalty_tier from raw_shop__customers "
        "where customer_id = 'C900006' and op = 'u' order by 1",
        [("2024-11-12", "2024-11-12T09:00:00Z", "gold"), ("2024-11-13", "2024-11-11T20:00:00Z", "silver")],
    ),
    "empty_full_extract": (
        "select d.batch_date, d.row_count, (select count(*) > 0 from raw_erp__suppliers as s "
        "where s.batch_date = strftime(d.batch_date::date + 7, '%Y-%m-%d')) from "
        "raw_reference__deliveries as d "
        "where table_name = 'suppliers' and row_count = '0'",
        [("2024-11-10", "0", True)],
    ),
    "refused_row_in_full_extract": (
        "select batch_date, weight_grams from raw_erp__products where product_no = 'P-9004' "
        "and batch_date between '2024-12-01' and '2024-12-15' order by 1",
        [("2024-12-01", "1250"), ("2024-12-08", "heavy"), ("2024-12-15", "1250")],
    ),
    "key_case_and_blanks": (
        "select order_id, line_number, product_id from raw_shop__order_lines where product_id <> "
        "upper(trim(product_id))",
        [("O9000004", "1", " p-0007 ")],
    ),
    "customer_merge": (
        "select customer_id, c.changed_at[:10], (select string_agg(order_id || ' ' || ordered_at[:10] "
        "order by order_id) from raw_shop__orders "
        "where customer_id in ('C900007', 'C900008')) from raw_shop__customers as c "
        "where merged_into_customer_id = 'C900008'",
        [("C900007", "2025-02-10", "O9000005 2024-07-03,O9000006 2025-03-05")],
    ),
    "guest_order": (
        "select o.customer_id, ship_to_address_id, a.customer_id from raw_shop__orders as o "
        "join raw_shop__addresses as a on a.address_id = o.ship_to_address_id where order_id = 'O9000007'",
        [(None, "AG9000007", None)],
    ),
    "weekend_without_rate": (
        "select currency_code, isodow(ordered_at), (select count(*) from finance__fx_rates as f "
        "where f.rate_date = o.ordered_at::date) from orders as o where order_id = 'O9000008'",
        [("SEK", 7, 0)],
    ),
    "new_column": (
        "select batch_date, newsletter_consent from raw_shop__customers where customer_id = 'C900010' "
        "order by 1",
        [("2024-08-20", None), ("2025-01-15", "true")],
    ),
    "malformed_json": (
        "select event_id from raw_web__events where not json_valid(payload)",
        [("E900000003",)],
    ),
    "wrong_currency_code": (
        "select payment_id, payment_status, currency_code, attempt_number from raw_shop__payments "
        "where order_id = 'O9000009' order by 1",
        [("PAY90000091", "failed", "EUX", "1"), ("PAY90000092", "captured", "EUR", "2")],
    ),
    "negative_quantity": (
        "select line_number, quantity from raw_shop__order_lines where order_id = 'O9000010' order by 1",
        [("1", "1"), ("2", "2"), ("3", "-2")],
    ),
    "impossible_date": (
        "select product_no, currency_code, start_date from raw_erp__price_list where try_cast(start_date "
        "as date) is null",
        [("P-9005", "EUR", "2024-02-30")],
    ),
    "non_ascii_text": (
        "select distinct product_name from raw_erp__products where product_no = 'P-9003' union all "
        "select last_name from raw_shop__customers where customer_id = 'C900011' order by 1",
        [("Zelt „Größe L“ – 山小屋",), ("Ångström-Núñez 山田",)],
    ),
    "time_zone_trap": (
        "select batch_date, sold_at, store_no from raw_pos__receipts where receipt_no = 'R90000002'",
        [("2024-06-30", "2024-07-01T08:30:00+09:00", "ST-09")],
    ),
    "repeated_hour": (
        "select ordered_at, changed_at from raw_shop__orders where order_id in ('O9000011', 'O9000012') "
        "order by order_id",
        [
            ("2024-10-27T02:30:00+02:00", "2024-10-27T00:30:00Z"),
            ("2024-10-27T02:30:00+01:00", "2024-10-27T01:30:00Z"),
        ],
    ),
    "late_event": (
        "select event_id, batch_date, occurred_at[12:16] from raw_web__events "
        "where payload like '%V90000000010%' order by 1",
        [
            ("E900000010", "2025-03-04", "10:00"),
            ("E900000011", "2025-03-04", "10:10"),
            ("E900000012", "2025-03-07", "10:30"),
            ("E900000013", "2025-03-04", "10:50"),
            ("E900000014", "2025-03-04", "11:00"),
        ],
    ),
    "deleted_order_line": (
        "select op, product_id, quantity from raw_shop__order_lines "
        "where order_id = 'O9000013' and line_number = '2' order by changed_at",
        [("c", "P-9005", "2"), ("d", None, None)],
    ),
    "carrier_changes": (
        "select op, carrier from raw_erp__shipments where shipment_id = 'SH90000141' order by changed_at",
        [("c", None), ("u", "DHL"), ("u", "UPS"), ("u", None), ("u", "DHL"), ("u", "DHL")],
    ),
    "colliding_keys": (
        "select distinct m.member_no, m.last_name, c.last_name from raw_pos__loyalty_members as m "
        "join raw_shop__customers as c on c.customer_id = m.member_no",
        [("C900012", "Hoffmann", "Weber")],
    ),
    "delimiter_in_key": (
        "select product_no, supplier_no from raw_erp__product_suppliers "
        "where product_no || '|' || supplier_no = 'P-9001|A|B' order by 1",
        [("P-9001", "A|B"), ("P-9001|A", "B")],
    ),
    "same_person": (
        "select distinct m.member_no, c.customer_id, m.last_name, c.last_name from "
        "raw_pos__loyalty_members as m "
        "join raw_shop__customers as c on lower(trim(m.email)) = lower(c.email) and m.birth_date = "
        "c.birth_date "
        "join raw_shop__addresses as a on a.customer_id = c.customer_id and a.postcode = m.postcode "
        "where m.member_no = 'M900001'",
        [("M900001", "C900013", "Jaeger", "Jäger")],
    ),
    "customer_erased": (
        "select e.batch_date, (select count(*) from raw_shop__customers where customer_id = subject_id), "
        "(select count(*) from raw_shop__addresses where customer_id = subject_id), "
        "(select count(*) from raw_shop__orders where customer_id = subject_id) "
        "from raw_shop__erasure_requests as e where request_id = 'ER90001' and subject_system = 'shop'",
        [("2025-05-31", 1, 1, 1)],
    ),
    "member_erased": (
        "select e.batch_date, count(*) filter (m.batch_date < e.batch_date) > 3, "
        "count(*) filter (m.batch_date > e.batch_date) > 3 from raw_shop__erasure_requests as e "
        "join raw_pos__loyalty_members as m on m.member_no = subject_id "
        "where request_id = 'ER90002' and subject_system = 'pos' group by 1",
        [("2025-06-30", True, True)],
    ),
    "changed_after_delivery": (
        "select batch_date, changed_at[:10] from raw_shop__returns where changed_at[:10] > batch_date",
        [("2024-09-15", "2024-12-01")],
    ),
}


def test_ledger_lists_every_challenge_once(query: Query) -> None:
    ledger = query(
        "select challenge_id, system_name || '.' || table_name, business_key from reference__data_challenges"
    )
    assert sorted(ledger) == sorted((c.id, c.table, c.key) for c in CHALLENGES)
    assert {challenge for challenge, *_ in ledger} == set(PLANTED)


@pytest.mark.parametrize("challenge", PLANTED)
def test_challenge_is_planted(challenge: str, query: Query) -> None:
    sql, expected = PLANTED[challenge]
    assert query(sql) == expected


def test_ledger_lines_are_complete(query: Query) -> None:
    assert query("""
        select challenge_id from reference__data_challenges
        where coalesce(trim(what_it_is), '') = '' or coalesce(trim(must_show_up), '') = ''
            or coalesce(trim(business_key), '') = ''
    """) == []  # fmt: skip
