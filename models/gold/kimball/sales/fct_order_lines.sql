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

locations as (

    select * from {{ ref('locations') }}

),

location_versions as (

    select * from {{ ref('location_versions') }}

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

located as (

    {{ continuous_versions('locations', 'location_versions', 'location_id', ['country_code']) | indent }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

touched as (

    {{ touched_sales() | indent }}

),

orders as (

    select
        sales_order_versions.sales_order_id,
        sales_orders.channel,
        case sales_orders.channel
            when 'web' then 'shop|' || sales_order_versions.customer_id
            when 'store' then 'pos|' || sales_order_versions.member_id
        end as party_id,
        sales_order_versions.ordered_at,
        cast(sales_order_versions.ordered_at as date) as ordered_date,
        sales_order_versions.ordered_local_date,
        sales_order_versions.order_status = 'cancelled' as is_cancelled,
        sales_order_versions.currency_code,
        sales_order_versions.ship_to_country_code,
        sales_order_versions.location_id,
        sales_order_versions.order_discount_amount,
        sales_order_versions.shipping_amount,
        sales_order_versions.tax_amount
    from sales_order_versions
    inner join sales_orders
        on sales_order_versions.sales_order_id = sales_orders.sales_order_id
    where sales_order_versions.is_current
        and sales_order_versions.sales_order_id in (select sales_order_id from touched)

),

order_changes as (

    -- every version counts: a line that is gone has shaped the shares of those that stayed
    select
        sales_order_id,
        max(changed_in_batch_date) as changed_in_batch_date
    from (
        select
            sales_order_id,
            changed_in_batch_date
        from sales_order_versions

        union all

        select
            sales_order_id,
            changed_in_batch_date
        from sales_order_line_versions

        union all

        select
            sales_order_id,
            changed_in_batch_date
        from shipment_versions
    ) as changes
    group by sales_order_id

),

first_shipments as (

    select
        sales_order_id,
        cast(min(shipped_at) as date) as shipped_date
    from shipment_versions
    where is_current
    group by sales_order_id

),

lines as (

    select
        orders.*,
        sales_order_line_versions.line_number,
        sales_order_line_versions.product_id,
        sales_order_line_versions.quantity,
        sales_order_line_versions.unit_price,
        {{ line_amount('sales_order_line_versions.quantity', 'sales_order_line_versions.unit_price') }} as line_amount,
        sales_order_line_versions.line_discount_amount
    from orders
    inner join sales_order_line_versions
        on orders.sales_order_id = sales_order_line_versions.sales_order_id
    where sales_order_line_versions.is_current

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
        coalesce(lines.ship_to_country_code, located.country_code) as country_code,
        case
            when lines.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_key, {{ reserved_key('missing') }})
        end as customer_key,
        coalesce(dim_product.product_key, {{ reserved_key('missing') }}) as product_key,
        coalesce(dim_product.product_type = 'gift_card', false) as is_gift_card,
        rates.eur_per_unit,
        greatest(
            order_changes.changed_in_batch_date,
            coalesce(rates.batch_date, order_changes.changed_in_batch_date),
            coalesce(dim_customer.batch_date, order_changes.changed_in_batch_date),
            coalesce(dim_product.batch_date, order_changes.changed_in_batch_date),
            case
                when lines.ship_to_country_code is null
                    then coalesce(located.batch_date, order_changes.changed_in_batch_date)
                else order_changes.changed_in_batch_date
            end
        ) as changed_in_batch_date
    from lines
    inner join shares
        on lines.sales_order_id = shares.sales_order_id and lines.line_number = shares.line_number
    inner join order_changes
        on lines.sales_order_id = order_changes.sales_order_id
    left join first_shipments
        on lines.sales_order_id = first_shipments.sales_order_id
    left join located
        on
            lines.location_id = located.location_id
            and lines.ordered_at >= located.valid_from
            and lines.ordered_at < located.valid_to
    left join dim_customer
        on
            lines.party_id = dim_customer.party_id
            and lines.ordered_at >= dim_customer.valid_from
            and lines.ordered_at < dim_customer.valid_to
    left join dim_product
        on
            lines.product_id = dim_product.product_id
            and lines.ordered_at >= dim_product.valid_from
            and lines.ordered_at < dim_product.valid_to
    left join rates
        on
            lines.currency_code = rates.currency_code
            and lines.ordered_date >= rates.first_date
            and lines.ordered_date < rates.until_date

),

measured as (

    select
        *,
        {{ net_revenue(
            'line_amount', 'line_discount_amount', 'allocated_order_discount_amount', 'is_cancelled', 'is_gift_card'
        ) | indent(8) }} as net_revenue_amount
    from resolved

)

select
    sales_order_id,
    line_number,
    {{ date_key('ordered_date') }} as order_date_key,
    {{ date_key('ordered_local_date') }} as order_local_date_key,
    case
        when channel = 'store' or (is_cancelled and shipped_date is null) then {{ reserved_date_key('not_applicable') }}
        else {{ date_key('shipped_date', when_absent='not_yet_available') }}
    end as shipped_date_key,
    customer_key,
    product_key,
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
