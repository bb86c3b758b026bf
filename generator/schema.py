"""The tables that the source systems deliver: their columns in order, how and how often they deliver.

The contract under ``seeds/`` says the same in dbt's words; a test proves that both agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from generator.clock import day_of


@dataclass(frozen=True)
class Table:
    """One delivered table; ``columns`` excludes batch_date, delivery_number and row_number."""

    system: str
    name: str
    kind: str
    cadence: str
    columns: tuple[str, ...]

    @property
    def key(self) -> str:
        """Name as ``system.table``."""
        return f"{self.system}.{self.name}"


def _table(system: str, name: str, kind: str, cadence: str, columns: str) -> Table:
    return Table(system, name, kind, cadence, tuple(columns.split()))


RECEIPT_LINES = 4
"""Line positions of a receipt, which is one wide row."""

_RECEIPT_LINE_COLUMNS = " ".join(
    f"line_{position}_{field}"
    for position in range(1, RECEIPT_LINES + 1)
    for field in ("product_no", "product_name", "quantity", "unit_price", "discount_amount", "promotion_id")
)

# fmt: off
_ALL = (
    _table("erp", "products", "full", "weekly", """
        product_no product_name product_type category_id brand colour size_label weight_grams
        download_megabytes units_per_case unit_cost_amount launch_date is_discontinued
    """),
    _table("erp", "categories", "cdc", "monthly", """
        op changed_at category_id parent_category_id category_name
    """),
    _table("erp", "suppliers", "full", "weekly", """
        supplier_no supplier_name country_code lead_time_days quality_grade
    """),
    _table("erp", "product_suppliers", "cdc", "weekly", """
        op changed_at product_no supplier_no supply_share
    """),
    _table("erp", "price_list", "cdc", "weekly", """
        op changed_at product_no currency_code start_date list_price
    """),
    _table("erp", "locations", "cdc", "monthly", """
        op changed_at location_no location_name location_type country_code city postcode time_zone
        opened_date floor_area_square_metres
    """),
    _table("erp", "assortments", "cdc", "monthly", """
        op changed_at location_no product_no listed_from_date listed_until_date
    """),
    _table("erp", "inventory_counts", "append", "monthly", """
        location_no product_no count_date counted_quantity
    """),
    _table("erp", "inventory_movements", "append", "daily", """
        movement_id location_no product_no movement_type quantity moved_at document_no
    """),
    _table("erp", "shipments", "cdc", "daily", """
        op changed_at shipment_id order_id location_no carrier tracking_no picked_at shipped_at
        delivered_at
    """),
    _table("finance", "fx_rates", "append", "weekdays", """
        currency_code rate_date eur_per_unit
    """),
    _table("finance", "sales_forecasts", "append", "monthly", """
        month_date category_id revision_number planned_unit_count planned_net_revenue_eur
    """),
    _table("pos", "receipts", "append", "daily", """
        receipt_no receipt_type original_receipt_no store_no store_name store_city
        store_country_code till_no cashier_no cashier_name member_no sold_at currency_code
        payment_method receipt_discount_amount tax_amount total_amount
    """ + _RECEIPT_LINE_COLUMNS),
    _table("pos", "loyalty_members", "full", "monthly", """
        member_no first_name last_name email birth_date postcode country_code home_store_no
        joined_date points_balance
    """),
    _table("reference", "countries", "static", "once", """
        country_code country_name currency_code vat_rate
    """),
    _table("reference", "currencies", "static", "once", """
        currency_code currency_name decimal_places
    """),
    _table("reference", "holidays", "static", "once", """
        country_code holiday_date holiday_name
    """),
    _table("reference", "deliveries", "manifest", "daily", """
        system_name table_name delivery_kind row_count schema_version delivered_at
    """),
    _table("reference", "data_challenges", "static", "once", """
        challenge_id system_name table_name business_key what_it_is must_show_up
    """),
    _table("shop", "customers", "cdc", "daily", """
        op changed_at customer_id email first_name last_name birth_date phone loyalty_tier
        acquisition_channel registered_at country_code merged_into_customer_id newsletter_consent
    """),
    _table("shop", "addresses", "cdc", "daily", """
        op changed_at address_id customer_id address_type street postcode city country_code
    """),
    _table("shop", "erasure_requests", "cdc", "monthly", """
        op changed_at request_id subject_system subject_id requested_at
    """),
    _table("shop", "orders", "cdc", "daily", """
        op changed_at order_id customer_id ordered_at order_status device currency_code
        order_discount_amount shipping_amount tax_amount ship_to_address_id bill_to_address_id
        ship_to_country_code bill_to_country_code fulfilment_location_id is_express is_gift_wrapped
        visitor_id
    """),
    _table("shop", "order_lines", "cdc", "daily", """
        op changed_at order_id line_number product_id quantity unit_price line_discount_amount
    """),
    _table("shop", "order_line_promotions", "cdc", "daily", """
        op changed_at order_id line_number promotion_id discount_amount
    """),
    _table("shop", "payments", "cdc", "daily", """
        op changed_at payment_id order_id attempt_number payment_method payment_status amount
        currency_code authorisation_code attempted_at
    """),
    _table("shop", "returns", "cdc", "weekly", """
        op changed_at return_id order_id line_number returned_at quantity reason_code refund_amount
    """),
    _table("shop", "promotions", "cdc", "monthly", """
        op changed_at promotion_id promotion_name promotion_type discount_rate category_id
        channel_scope country_code start_date end_date
    """),
    _table("web", "events", "append", "daily", """
        event_id occurred_at received_at payload
    """),
    _table("web", "reviews", "append", "weekly", """
        review_id product_id customer_id rating review_text language_code reviewed_at
    """),
)
# fmt: on

TABLES: dict[str, Table] = {table.key: table for table in _ALL}
"""Every delivered table by ``system.table``."""

MANIFEST = "reference.deliveries"
LEDGER = "reference.data_challenges"

CUSTOMERS = "shop.customers"
CONSENT_COLUMN = "newsletter_consent"
CONSENT_FROM = day_of(date(2025, 1, 1))
"""First day on which shop.customers is delivered with its new column, as schema version 2."""


def schema_version(table: Table, day: int) -> int:
    """Return the schema version of a table's delivery for a day."""
    return 2 if table.key == CUSTOMERS and day >= CONSENT_FROM else 1
