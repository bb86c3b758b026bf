-- grain: one row per line of a sale, as it is now (order_hash_key, line_number); a line that gets another product
-- is the same line
{{ config(materialized='view') }}

with

sales as (

    select * from {{ ref('bsat_order') }}

),

web_lines as (

    {{ present_rows(
        with_link(
            ref('sat_shop_order_line'), ref('dcl_order_line'), 'dcl_order_line_hash_key',
            ['order_hash_key', 'product_hash_key', 'line_number']
        ),
        ['order_hash_key', 'line_number']
    ) | indent }}

),

fx_rates as (

    {{ present_rows(ref('ref_fx_rate'), ['currency_code', 'rate_date']) | indent }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

present_lines as (

    select
        order_hash_key,
        line_number,
        product_hash_key,
        {{ ghost_key() }} as promotion_hash_key,
        quantity,
        unit_price,
        line_discount_amount
    from web_lines

    union all

    select
        members.order_hash_key,
        members.line_number,
        linked.product_hash_key,
        linked.promotion_hash_key,
        members.quantity,
        members.unit_price,
        coalesce(members.discount_amount, 0) as line_discount_amount
    from {{ ref('pit_order') }} as receipts
    inner join {{ ref('msat_pos_receipt_line') }} as members
        on receipts.order_hash_key = members.order_hash_key and receipts.lines_hash_diff = members.hash_diff
    inner join {{ ref('dcl_receipt_line') }} as linked
        on members.dcl_receipt_line_hash_key = linked.dcl_receipt_line_hash_key
    where receipts.is_current
        and linked.product_hash_key <> {{ ghost_key() }}

),

lines as (

    select
        sales.order_hash_key,
        sales.sales_order_id,
        sales.ordered_at,
        sales.is_cancelled,
        sales.currency_code,
        sales.order_discount_amount,
        sales.shipping_amount,
        sales.tax_amount,
        present_lines.line_number,
        present_lines.product_hash_key,
        present_lines.promotion_hash_key,
        present_lines.quantity,
        present_lines.unit_price,
        {{ line_amount('present_lines.quantity', 'present_lines.unit_price') }} as line_amount,
        present_lines.line_discount_amount
    from sales
    inner join present_lines
        on sales.order_hash_key = present_lines.order_hash_key

),

shares as (

    {{ allocate(
        'lines', whole=['order_hash_key'], ordered_by='line_number', weight='line_amount',
        amounts=['order_discount_amount', 'shipping_amount', 'tax_amount']
    ) | indent }}

),

described as (

    select
        lines.*,
        rates.eur_per_unit,
        shares.allocated_order_discount_amount,
        shares.allocated_shipping_amount,
        shares.allocated_tax_amount,
        descriptions.product_type,
        coalesce(descriptions.product_type = 'gift_card', false) as is_gift_card
    from lines
    inner join shares
        on lines.order_hash_key = shares.order_hash_key and lines.line_number = shares.line_number
    left join {{ ref('pit_product') }} as versions
        on
            lines.product_hash_key = versions.product_hash_key
            and lines.ordered_at >= versions.valid_from
            and lines.ordered_at < versions.valid_to
    left join {{ ref('sat_erp_product_description') }} as descriptions
        on
            versions.product_hash_key = descriptions.product_hash_key
            and versions.description_hash_diff = descriptions.hash_diff
    left join rates
        on
            lines.currency_code = rates.currency_code
            and cast(lines.ordered_at as date) >= rates.first_date
            and cast(lines.ordered_at as date) < rates.until_date

),

valued as (

    select
        *,
        {{ net_revenue(
            'line_amount', 'line_discount_amount', 'allocated_order_discount_amount', 'is_cancelled', 'is_gift_card'
        ) | indent(8) }} as net_revenue_amount
    from described

)

select
    valued.order_hash_key,
    valued.line_number,
    valued.product_hash_key,
    valued.promotion_hash_key,
    valued.sales_order_id,
    hub_product.product_id,
    valued.product_type,
    valued.ordered_at,
    valued.is_cancelled,
    valued.is_gift_card,
    valued.quantity,
    valued.unit_price,
    valued.line_amount,
    cast(valued.line_discount_amount as decimal(18, 4)) as line_discount_amount,
    valued.allocated_order_discount_amount,
    valued.allocated_shipping_amount,
    valued.allocated_tax_amount,
    valued.net_revenue_amount,
    valued.eur_per_unit,
    {{ in_reporting_currency('valued.net_revenue_amount', 'valued.eur_per_unit') }} as net_revenue_eur
from valued
inner join {{ ref('hub_product') }} as hub_product
    on valued.product_hash_key = hub_product.product_hash_key
