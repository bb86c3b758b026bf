-- grain: one row per line of a sale, web order or store receipt (sales_order_id, line_number)
{{ config(post_hook="{{ delete_lines_that_are_gone() }}", **replace_changed('sales_order_id')) }}

{%- set amounts = ['order_discount_amount', 'shipping_amount', 'tax_amount'] %}

with

sales_orders as (

    select * from {{ ref('sales_orders') }}

),

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

sales_order_line_versions as (

    select * from {{ ref('sales_order_line_versions') }}

),

shipment_versions as (

    select * from {{ ref('shipment_versions') }}

),

order_line_promotion_versions as (

    select * from {{ ref('order_line_promotion_versions') }}

),

addresses as (

    select * from {{ ref('addresses') }}

),

address_versions as (

    select * from {{ ref('address_versions') }}

),

fx_rates as (

    select * from {{ ref('fx_rates') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

dim_location as (

    select * from {{ ref('dim_location') }}

),

fct_customer_monthly as (

    select * from {{ ref('fct_customer_monthly') }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

touched as (

    {{ touched_sales() | indent }}

),

{% for versions in [
    'sales_order_versions', 'sales_order_line_versions', 'shipment_versions', 'order_line_promotion_versions',
] -%}
    touched_{{ versions }} as (

        {{ rows_of_touched(ref(versions), 'sales_order_id') | indent(8) }}

    ),

{% endfor -%}
orders as (

    select
        versions.sales_order_id,
        sales_orders.channel,
        {{ party_of_sale('versions') }} as party_id,
        versions.ordered_at,
        cast(versions.ordered_at as date) as ordered_date,
        versions.ordered_local_date,
        versions.order_status = 'cancelled' as is_cancelled,
        versions.currency_code,
        versions.ship_to_country_code,
        versions.bill_to_country_code,
        versions.ship_to_address_id,
        versions.bill_to_address_id,
        versions.location_id,
        versions.device,
        versions.is_express,
        versions.is_gift_wrapped,
        versions.order_discount_amount,
        versions.shipping_amount,
        versions.tax_amount
    from touched_sales_order_versions as versions
    inner join sales_orders
        on versions.sales_order_id = sales_orders.sales_order_id
    where versions.is_current

),

members as (

    {{ sale_members('orders', are_few=is_incremental()) | indent }}

),

order_changes as (

    -- every version counts: a line that is gone has shaped the shares of those that stayed
    select
        sales_order_id,
        max(changed_in_batch_date) as changed_in_batch_date
    from (
        {% for versions in [
            'sales_order_versions', 'sales_order_line_versions', 'shipment_versions', 'order_line_promotion_versions',
        ] -%}
            select
                sales_order_id,
                changed_in_batch_date
            from touched_{{ versions }}
            {{ 'union all' if not loop.last }}
        {% endfor %}
    ) as changes
    group by sales_order_id

),

first_shipments as (

    select
        sales_order_id,
        cast(min(shipped_at) as date) as shipped_date
    from touched_shipment_versions
    where is_current
    group by sales_order_id

),

promoted_lines as (

    select
        sales_order_id,
        line_number
    from touched_order_line_promotion_versions
    where is_current
    group by sales_order_id, line_number

),

lines as (

    select
        orders.*,
        versions.line_number,
        versions.product_id,
        versions.quantity,
        versions.unit_price,
        {{ line_amount('versions.quantity', 'versions.unit_price') }} as line_amount,
        versions.line_discount_amount
    from orders
    inner join touched_sales_order_line_versions as versions
        on orders.sales_order_id = versions.sales_order_id
    where versions.is_current

),

shares as (

    {{ allocate(
        'lines', whole=['sales_order_id'], ordered_by='line_number', weight='line_amount', amounts=amounts
    ) | indent }}

),

resolved as (

    select
        lines.*,
        shares.allocated_order_discount_amount,
        shares.allocated_shipping_amount,
        shares.allocated_tax_amount,
        first_shipments.shipped_date,
        {{ date_key('lines.ordered_date') }} as order_date_key,
        {{ date_key('lines.ordered_local_date') }} as order_local_date_key,
        members.country_code,
        members.customer_key,
        members.customer_durable_key,
        members.location_key,
        members.ship_to_geography_key,
        members.bill_to_geography_key,
        members.order_profile_key,
        case
            when lines.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(fct_customer_monthly.customer_band_key, {{ reserved_key('missing') }})
        end as customer_band_key,
        coalesce(dim_product.product_key, {{ reserved_key('missing') }}) as product_key,
        coalesce(dim_product.product_durable_key, {{ reserved_key('missing') }}) as product_durable_key,
        coalesce(dim_product.product_type = 'gift_card', false) as is_gift_card,
        {{ currency_key('lines.currency_code') }} as currency_key,
        case
            when promoted_lines.sales_order_id is null then {{ reserved_key('not_applicable') }}
            else {{ promotion_group_key('lines.sales_order_id', 'lines.line_number') }}
        end as promotion_group_key,
        members.has_inferred_member or coalesce(dim_product.is_inferred, false) as has_inferred_member,
        rates.eur_per_unit,
        greatest(
            order_changes.changed_in_batch_date,
            members.members_batch_date,
            coalesce(rates.batch_date, order_changes.changed_in_batch_date),
            coalesce(dim_product.batch_date, order_changes.changed_in_batch_date),
            coalesce(fct_customer_monthly.changed_in_batch_date, order_changes.changed_in_batch_date)
        ) as changed_in_batch_date
    from lines
    inner join shares
        on lines.sales_order_id = shares.sales_order_id and lines.line_number = shares.line_number
    inner join order_changes
        on lines.sales_order_id = order_changes.sales_order_id
    inner join members
        on lines.sales_order_id = members.sales_order_id
    left join promoted_lines
        on lines.sales_order_id = promoted_lines.sales_order_id and lines.line_number = promoted_lines.line_number
    left join first_shipments
        on lines.sales_order_id = first_shipments.sales_order_id
    left join dim_product
        on
            lines.product_id = dim_product.product_id
            and lines.ordered_at >= dim_product.valid_from
            and lines.ordered_at < dim_product.valid_to
    left join fct_customer_monthly
        on
            members.customer_durable_key = fct_customer_monthly.customer_durable_key
            and {{ month_key('lines.ordered_date') }} = fct_customer_monthly.month_key
    left join rates
        on
            lines.currency_code = rates.currency_code
            and lines.ordered_date >= rates.first_date
            and lines.ordered_date < rates.until_date

),

measured as (

    select
        *,
        {{ row_quality(
            is_missing_key([
                'customer_key', 'customer_band_key', 'product_key', 'location_key', 'ship_to_geography_key',
                'bill_to_geography_key',
            ])
            ~ ' or ' ~ is_missing_date_key(['order_date_key', 'order_local_date_key']),
            'has_inferred_member'
        ) | indent(8) }} as row_quality,
        {{ net_revenue(
            'line_amount', 'line_discount_amount', 'allocated_order_discount_amount', 'is_cancelled', 'is_gift_card'
        ) | indent(8) }} as net_revenue_amount
    from resolved

)

select
    sales_order_id,
    line_number,
    order_date_key,
    order_local_date_key,
    {{ time_of_day_key('ordered_at') }} as order_time_of_day_key,
    case
        when channel = 'store' or (is_cancelled and shipped_date is null) then {{ reserved_date_key('not_applicable') }}
        else {{ date_key('shipped_date', when_absent='not_yet_available') }}
    end as shipped_date_key,
    customer_key,
    customer_durable_key,
    customer_band_key,
    product_key,
    product_durable_key,
    location_key,
    ship_to_geography_key,
    bill_to_geography_key,
    currency_key,
    order_profile_key,
    promotion_group_key,
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    channel,
    country_code,
    currency_code,
    is_cancelled,
    is_gift_card,
    ordered_at,
    quantity,
    unit_price,
    line_amount,
    line_discount_amount,
    allocated_order_discount_amount,
    allocated_shipping_amount,
    allocated_tax_amount,
    net_revenue_amount,
    eur_per_unit,
    {{ in_reporting_currency('line_amount', 'eur_per_unit') }} as line_amount_eur,
    {{ in_reporting_currency('line_discount_amount', 'eur_per_unit') }} as line_discount_amount_eur,
    {{ in_reporting_currency('allocated_order_discount_amount', 'eur_per_unit') }}
        as allocated_order_discount_amount_eur,
    {{ in_reporting_currency('allocated_shipping_amount', 'eur_per_unit') }} as allocated_shipping_amount_eur,
    {{ in_reporting_currency('allocated_tax_amount', 'eur_per_unit') }} as allocated_tax_amount_eur,
    {{ in_reporting_currency('net_revenue_amount', 'eur_per_unit') }} as net_revenue_eur,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from measured
