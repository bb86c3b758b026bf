-- grain: one row per returned item, by parcel or in a store, as it is now (return_id)
{{ config(materialized='view') }}

with

web_returns as (

    {{ present_rows(
        with_link(
            ref('sat_shop_return'), ref('lnk_return'), 'lnk_return_hash_key',
            ['return_hash_key', 'order_hash_key', 'line_number']
        ),
        ['return_hash_key']
    ) | indent }}

),

receipts as (

    select
        hub_order.order_id as receipt_id,
        satellites.receipt_type,
        versions.order_hash_key,
        versions.lines_hash_diff,
        lnk_receipt.original_order_hash_key,
        originals.order_id as original_receipt_id,
        hub_location.location_id,
        satellites.currency_code,
        satellites.sold_at,
        satellites.receipt_discount_amount
    from {{ ref('pit_order') }} as versions
    inner join {{ ref('hub_order') }} as hub_order
        on versions.order_hash_key = hub_order.order_hash_key
    inner join {{ ref('sat_pos_receipt') }} as satellites
        on versions.order_hash_key = satellites.order_hash_key and versions.receipt_hash_diff = satellites.hash_diff
    inner join {{ ref('lnk_receipt') }} as lnk_receipt
        on versions.lnk_receipt_hash_key = lnk_receipt.lnk_receipt_hash_key
    inner join {{ ref('hub_order') }} as originals
        on lnk_receipt.original_order_hash_key = originals.order_hash_key
    inner join {{ ref('hub_location') }} as hub_location
        on lnk_receipt.location_hash_key = hub_location.location_hash_key
    where versions.is_current
        and versions.receipt_hash_diff <> {{ ghost_key() }}

),

receipt_lines as (

    select
        receipts.receipt_id,
        members.line_number,
        hub_product.product_id,
        members.quantity,
        members.unit_price,
        members.discount_amount as line_discount_amount
    from receipts
    inner join {{ ref('msat_pos_receipt_line') }} as members
        on receipts.order_hash_key = members.order_hash_key and receipts.lines_hash_diff = members.hash_diff
    inner join {{ ref('dcl_receipt_line') }} as linked
        on members.dcl_receipt_line_hash_key = linked.dcl_receipt_line_hash_key
    inner join {{ ref('hub_product') }} as hub_product
        on linked.product_hash_key = hub_product.product_hash_key
    where hub_product.product_id is not null

),

store_returns as (

    select * from receipts
    where receipt_type = 'return'

),

{{ store_returned_lines('store_returns', 'receipts', 'receipt_lines') }}

select
    'web|' || hub_return.return_id as return_id,
    web_returns.order_hash_key,
    hub_order.collision_code || '|' || hub_order.order_id as sales_order_id,
    web_returns.line_number,
    cast(null as {{ dbt.type_string() }}) as product_id,
    cast(null as {{ dbt.type_string() }}) as location_id,
    cast(null as {{ dbt.type_string() }}) as currency_code,
    web_returns.quantity,
    web_returns.refund_amount,
    web_returns.reason_code,
    web_returns.returned_at
from web_returns
inner join {{ ref('hub_return') }} as hub_return
    on web_returns.return_hash_key = hub_return.return_hash_key
inner join {{ ref('hub_order') }} as hub_order
    on web_returns.order_hash_key = hub_order.order_hash_key

union all

select
    'store|' || receipt_id || '|' || line_number as return_id,
    original_order_hash_key as order_hash_key,
    'store|' || original_receipt_id as sales_order_id,
    sold_line_number as line_number,
    product_id,
    location_id,
    currency_code,
    quantity,
    refund_amount,
    cast(null as {{ dbt.type_string() }}) as reason_code,
    sold_at as returned_at
from returned_lines
