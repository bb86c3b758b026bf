-- grain: one row per returned item, by parcel or in a store (return_id)
{{ config(
    post_hook="{{ delete_rows_that_are_gone(ref('return_versions'), 'return_id') }}",
    **replace_changed('return_id')
) }}

with

return_versions as (

    select * from {{ ref('return_versions') }} where is_current

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

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

touched as (

    {{ touched_returns() | indent }}

),

returned as (

    select *
    from return_versions
    where {{ of_touched('return_id') }}

),

sales_of_returns as (

    select *
    from fct_order_lines
    {% if is_incremental() -%}
        where sales_order_id in (select sales_order_id from returned)
    {%- endif %}

),

sale_lines as (

    -- goods come from the line that the return names, or else from the lines that sold the product
    select
        returned.return_id,
        sales_of_returns.line_number,
        sales_of_returns.quantity,
        sales_of_returns.net_revenue_amount,
        sales_of_returns.changed_in_batch_date,
        returned.line_number = sales_of_returns.line_number
        or (
            returned.line_number is null
            and {{ hash_key(['returned.product_id']) }} = sales_of_returns.product_durable_key
        ) as is_sold_here
    from returned
    inner join sales_of_returns
        on returned.sales_order_id = sales_of_returns.sales_order_id

),

sold as (

    select
        return_id,
        min(line_number) as any_line_number,
        min(case when is_sold_here then line_number end) as line_number,
        sum(case when is_sold_here then quantity end) as quantity,
        sum(case when is_sold_here then net_revenue_amount end) as net_revenue_amount,
        max(changed_in_batch_date) as changed_in_batch_date
    from sale_lines
    group by return_id

),

resolved as (

    select
        returned.return_id,
        returned.sales_order_id,
        returned.line_number,
        returned.reason_code,
        returned.returned_at,
        returned.quantity,
        returned.refund_amount,
        sales.order_date_key,
        sales.customer_key,
        sales.customer_durable_key,
        sales.ship_to_geography_key,
        sales.order_profile_key,
        coalesce(sales.currency_key, {{ currency_key('returned.currency_code') }}) as currency_key,
        coalesce(sales.eur_per_unit, rates.eur_per_unit) as eur_per_unit,
        coalesce(sold_lines.product_key, dim_product.product_key) as product_key,
        coalesce(sold_lines.product_durable_key, dim_product.product_durable_key) as product_durable_key,
        case
            when returned.location_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_location.location_key, {{ reserved_key('missing') }})
        end as location_key,
        coalesce(dim_customer.is_inferred, false)
        or coalesce(sold_products.is_inferred, dim_product.is_inferred, false)
        or coalesce(dim_location.is_inferred, false) as has_inferred_member,
        {{ returned_revenue('returned.quantity', 'sold.quantity', 'sold.net_revenue_amount') }}
            as net_revenue_returned_amount,
        greatest(
            returned.changed_in_batch_date,
            coalesce(sold.changed_in_batch_date, rates.batch_date, returned.changed_in_batch_date),
            coalesce(
                case when sold_lines.product_key is null then dim_product.batch_date end, returned.changed_in_batch_date
            ),
            coalesce(dim_location.batch_date, returned.changed_in_batch_date)
        ) as changed_in_batch_date
    from returned
    left join sold
        on returned.return_id = sold.return_id
    left join sales_of_returns as sales
        on returned.sales_order_id = sales.sales_order_id and sold.any_line_number = sales.line_number
    left join sales_of_returns as sold_lines
        on returned.sales_order_id = sold_lines.sales_order_id and sold.line_number = sold_lines.line_number
    left join dim_customer
        on sales.customer_key = dim_customer.customer_key
    left join dim_product as sold_products
        on sold_lines.product_key = sold_products.product_key
    left join dim_product
        on
            returned.product_id = dim_product.product_id
            and coalesce(sales.ordered_at, returned.returned_at) >= dim_product.valid_from
            and coalesce(sales.ordered_at, returned.returned_at) < dim_product.valid_to
    left join dim_location
        on
            returned.location_id = dim_location.location_id
            and returned.returned_at >= dim_location.valid_from
            and returned.returned_at < dim_location.valid_to
    left join rates
        on
            returned.currency_code = rates.currency_code
            and cast(returned.returned_at as date) >= rates.first_date
            and cast(returned.returned_at as date) < rates.until_date

),

keyed as (

    select
        return_id,
        sales_order_id,
        line_number,
        reason_code,
        {{ date_key('cast(returned_at as date)') }} as returned_date_key,
        coalesce(order_date_key, {{ reserved_date_key('missing') }}) as order_date_key,
        coalesce(customer_key, {{ reserved_key('missing') }}) as customer_key,
        coalesce(customer_durable_key, {{ reserved_key('missing') }}) as customer_durable_key,
        coalesce(product_key, {{ reserved_key('missing') }}) as product_key,
        coalesce(product_durable_key, {{ reserved_key('missing') }}) as product_durable_key,
        location_key,
        currency_key,
        coalesce(ship_to_geography_key, {{ reserved_key('missing') }}) as ship_to_geography_key,
        coalesce(order_profile_key, {{ reserved_key('missing') }}) as order_profile_key,
        has_inferred_member,
        returned_at,
        quantity,
        refund_amount,
        net_revenue_returned_amount,
        eur_per_unit,
        changed_in_batch_date
    from resolved

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key([
                'customer_key', 'product_key', 'location_key', 'currency_key', 'ship_to_geography_key', 'order_profile_key',
            ])
            ~ ' or ' ~ is_missing_date_key(['returned_date_key', 'order_date_key']),
            'has_inferred_member'
        ) | indent(8) }} as row_quality
    from keyed

)

select
    return_id,
    sales_order_id,
    line_number,
    reason_code,
    returned_date_key,
    order_date_key,
    customer_key,
    customer_durable_key,
    product_key,
    product_durable_key,
    location_key,
    currency_key,
    ship_to_geography_key,
    order_profile_key,
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    returned_at,
    quantity,
    refund_amount,
    net_revenue_returned_amount,
    eur_per_unit,
    {{ in_reporting_currency('refund_amount', 'eur_per_unit') }} as refund_amount_eur,
    coalesce({{ in_reporting_currency('net_revenue_returned_amount', 'eur_per_unit') }}, 0) as net_revenue_returned_eur,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged
