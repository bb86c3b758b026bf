-- grain: one row per month, brand, category version, country and channel in which anything was sold
{{ config(
    post_hook="{{ delete_months_that_are_gone([(ref('fct_order_lines'), 'cast(ordered_at as date)')]) }}",
    **replace_changed('month_key')
) }}

with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

lines as (

    select
        fct_order_lines.*,
        {{ month_key('cast(fct_order_lines.ordered_at as date)') }} as month_key
    from fct_order_lines

),

touched as (

    {{ touched_months() | indent }}

),

placed as (

    select
        lines.*,
        dim_product.brand_key,
        dim_product.category_key,
        {{ geography_key('lines.country_code', 'cast(null as ' ~ dbt.type_string() ~ ')') }} as geography_key,
        dim_product.is_inferred
    from lines
    inner join dim_product
        on lines.product_key = dim_product.product_key
    where {{ of_touched('month_key', 'lines') }}

),

summed as (

    select
        month_key,
        brand_key,
        category_key,
        geography_key,
        channel,
        cast(count(*) as integer) as line_count,
        cast(sum(quantity) as integer) as quantity,
        cast(sum(case when is_cancelled then 0 else quantity end) as integer) as sold_quantity,
        cast(sum(line_amount_eur) as decimal(18, 2)) as line_amount_eur,
        cast(sum(line_discount_amount_eur) as decimal(18, 2)) as line_discount_amount_eur,
        cast(sum(allocated_order_discount_amount_eur) as decimal(18, 2)) as allocated_order_discount_amount_eur,
        cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur,
        max(case when is_inferred then 1 else 0 end) = 1 as has_inferred_member,
        max(changed_in_batch_date) as changed_in_batch_date
    from placed
    group by month_key, brand_key, category_key, geography_key, channel

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key(['brand_key', 'category_key', 'geography_key']) ~ ' or ' ~ is_missing_date_key(['month_key']),
            'has_inferred_member'
        ) | indent(8) }} as row_quality
    from summed

)

select
    month_key,
    brand_key,
    category_key,
    geography_key,
    channel,
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    line_count,
    quantity,
    sold_quantity,
    line_amount_eur,
    line_discount_amount_eur,
    allocated_order_discount_amount_eur,
    net_revenue_eur,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged
