"""The table of rooms: what may read what, and what is called how."""

import pytest

from tests.python.tools.conftest import MakeProject, node
from tools.lint.layering import ROOMS, check_layering, check_seed_names

PATHS = {
    "seed": "seeds/shop/shop__orders.csv",
    "bronze": "models/bronze/shop/brz_shop__orders.sql",
    "bronze_reference": "models/bronze/reference/brz_reference__deliveries.sql",
    "bronze_web": "models/bronze/web/brz_web__events.sql",
    "staging": "models/silver/staging/shop/stg_shop__orders.sql",
    "staging_web": "models/silver/staging/web/chk_web__events.sql",
    "staging_all": "models/silver/staging/stg_delivery_accounts.sql",
    "quarantine": "models/silver/staging/shop/qrn_shop__orders.sql",
    "inmon": "models/silver/inmon/sales_orders.sql",
    "raw": "models/silver/vault/raw/hub_order.sql",
    "business": "models/silver/vault/business/pit_order.sql",
    "kimball": "models/gold/kimball/fct_order_lines.sql",
    "errors": "models/gold/kimball/quality/fct_error_events.sql",
    "audit": "models/gold/kimball/quality/dim_audit.sql",
    "mart": "models/gold/vault_marts/fct_payments.sql",
    "obt": "models/gold/obt/obt_orders.sql",
    "serving": "models/gold/serving/daily_revenue.sql",
    "q_inmon": "models/gold/questions/q01_revenue/q01_revenue__inmon.sql",
    "q_kimball": "models/gold/questions/q01_revenue/q01_revenue__kimball.sql",
    "q_vault": "models/gold/questions/q01_revenue/q01_revenue__vault.sql",
    "q_obt": "models/gold/questions/q01_revenue/q01_revenue__obt.sql",
    "snapshot": "snapshots/members_snapshot.sql",
}

# Each room with all that it may read, of the rooms above. The manifest, bronze_reference here, tells bronze
# what is listed, and the rooms above the raw vault and the enterprise model the project's today.
READS = {
    "seed": [],
    "bronze": ["seed", "bronze_reference"],
    "bronze_reference": ["seed"],
    "bronze_web": ["seed", "bronze_reference"],
    "staging": ["bronze", "bronze_reference", "quarantine"],
    "staging_web": ["bronze_web", "bronze_reference"],
    "staging_all": ["bronze", "bronze_reference", "bronze_web", "staging", "staging_web", "quarantine"],
    "quarantine": ["bronze", "bronze_reference", "staging"],
    "inmon": ["staging", "staging_web", "staging_all"],
    "raw": ["staging", "staging_web", "staging_all"],
    "business": ["raw", "bronze_reference"],
    "kimball": ["inmon", "bronze_reference", "errors", "audit"],
    "errors": ["inmon", "bronze_reference", "kimball", "audit", "quarantine"],
    "audit": ["inmon", "bronze_reference", "kimball", "errors", "staging_all"],
    "mart": ["raw", "business", "bronze_reference"],
    "obt": ["bronze_reference", "kimball", "errors", "audit"],
    "serving": ["bronze_reference", "kimball", "errors", "audit", "mart", "obt"],
    "q_inmon": ["bronze_reference", "inmon"],
    "q_kimball": ["bronze_reference", "kimball", "errors", "audit"],
    "q_vault": ["bronze_reference", "raw", "business", "mart"],
    "q_obt": ["bronze_reference", "obt"],
    "snapshot": ["bronze", "bronze_reference", "bronze_web"],
}


def test_every_room_is_tried() -> None:
    assert all(any(path.startswith(room.folder) for path in PATHS.values()) for room in ROOMS)


@pytest.mark.parametrize("reader", sorted(PATHS))
def test_a_room_reads_what_the_table_says_and_nothing_else(reader: str, make_project: MakeProject) -> None:
    readable = set()
    for parent, path in PATHS.items():
        nodes = [node(path), node(PATHS[reader], node(path)["unique_id"])]
        found = [p for p in check_layering(make_project(nodes=nodes)) if p.rule == "layering"]
        if not found and parent != reader:
            readable.add(parent)
        for problem in found:
            assert node(path)["name"] in problem.message
            assert node(PATHS[reader])["name"] in problem.message
    assert readable == set(READS[reader])


@pytest.mark.parametrize(
    "path",
    [
        "seeds/shop/orders.csv",
        "models/bronze/shop/brz_web__orders.sql",
        "models/bronze/shop/stg_shop__orders.sql",
        "models/silver/staging/shop/shop__orders.sql",
        "models/silver/staging/delivery_accounts.sql",
        "models/silver/inmon/dim_customer.sql",
        "models/silver/vault/raw/pit_order.sql",
        "models/silver/vault/business/hub_order.sql",
        "models/gold/kimball/customers.sql",
        "models/gold/vault_marts/obt_orders.sql",
        "models/gold/obt/fct_orders.sql",
        "models/gold/questions/q01_revenue/q1_revenue__inmon.sql",
        "models/gold/questions/q01_revenue/q01_revenue__star.sql",
    ],
)
def test_a_wrong_name_is_found(path: str, make_project: MakeProject) -> None:
    assert [(p.path, p.rule) for p in check_layering(make_project(nodes=[node(path)]))] == [(path, "name")]


@pytest.mark.parametrize("path", sorted(PATHS.values()))
def test_a_right_name_passes(path: str, make_project: MakeProject) -> None:
    assert check_layering(make_project(nodes=[node(path)])) == []


def test_a_relation_is_named_by_its_alias(make_project: MakeProject) -> None:
    mart = node("models/gold/vault_marts/vault_marts__dim_customer.sql", alias="dim_customer")
    assert check_layering(make_project(nodes=[mart])) == []


def test_a_model_in_no_room_is_found(make_project: MakeProject) -> None:
    (found,) = check_layering(make_project(nodes=[node("models/misc/thing.sql")]))
    assert found.rule == "room"


def test_a_seed_with_the_name_of_a_model_is_found(make_project: MakeProject) -> None:
    files = {
        "seeds/shop/shop__a.csv": "a\n",
        "seeds/shop/shop__b.csv": "a\n",
        "models/x/shop__a.sql": "select 1",
    }
    assert [(p.path, p.rule) for p in check_seed_names(make_project(files))] == [
        ("seeds/shop/shop__a.csv", "seed-name")
    ]
