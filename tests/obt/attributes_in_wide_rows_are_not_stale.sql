-- An attribute that has changed was written into every wide row that holds it: no row says of its customer, product or
-- location what the star no longer says, of then or of now. Days of stock are compared a month at a time.
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

fct_inventory_daily as (

    select * from {{ ref('fct_inventory_daily') }}

),

fct_sessions as (

    select * from {{ ref('fct_sessions') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

dim_product_current as (

    select * from {{ ref('dim_product_current') }}

),

dim_location as (

    select * from {{ ref('dim_location') }}

),

lines_then as (

    select
        fct_order_lines.sales_order_id as id,
        cast(fct_order_lines.line_number as {{ dbt.type_string() }}) as part,
        dim_customer.loyalty_tier as tier_then,
        dim_customer.current_loyalty_tier as tier_now,
        dim_customer.cohort_month_date,
        dim_product.category_path as category_then,
        dim_product_current.category_path as category_now,
        dim_location.location_name as location_then
    from fct_order_lines
    inner join dim_customer
        on fct_order_lines.customer_key = dim_customer.customer_key
    inner join dim_product
        on fct_order_lines.product_key = dim_product.product_key
    inner join dim_product_current
        on fct_order_lines.product_durable_key = dim_product_current.product_durable_key
    inner join dim_location
        on fct_order_lines.location_key = dim_location.location_key

),

days_then as (

    select
        dim_product.product_id as id,
        fct_inventory_daily.location_id as part,
        fct_inventory_daily.month_date,
        dim_product.category_path as category_then,
        dim_product_current.category_path as category_now,
        dim_location.location_name as location_then,
        count(*) as day_count,
        sum(fct_inventory_daily.on_hand_quantity) as on_hand_quantity,
        count(case when fct_inventory_daily.is_stock_out then 1 end) as stock_out_day_count
    from fct_inventory_daily
    inner join dim_product
        on fct_inventory_daily.product_key = dim_product.product_key
    inner join dim_product_current
        on fct_inventory_daily.product_durable_key = dim_product_current.product_durable_key
    inner join dim_location
        on fct_inventory_daily.location_key = dim_location.location_key
    group by
        dim_product.product_id,
        fct_inventory_daily.location_id,
        fct_inventory_daily.month_date,
        dim_product.category_path,
        dim_product_current.category_path,
        dim_location.location_name

),

sessions_then as (

    select
        fct_sessions.session_id as id,
        fct_sessions.visitor_id as part,
        dim_customer.loyalty_tier as tier_then,
        dim_customer.current_loyalty_tier as tier_now,
        dim_customer.cohort_month_date
    from fct_sessions
    inner join dim_customer
        on fct_sessions.customer_key = dim_customer.customer_key

),

wide_lines as (

    select
        sales_order_id as id,
        cast(line_number as {{ dbt.type_string() }}) as part,
        customer_tier_at_order as tier_then,
        customer_tier_current as tier_now,
        customer_cohort_month_date as cohort_month_date,
        product_category_path_at_order as category_then,
        product_category_path_current as category_now,
        location_name_at_order as location_then
    from {{ ref('obt_order_lines') }}

),

wide_days as (

    select
        product_id as id,
        location_id as part,
        month_date,
        product_category_path_on_day as category_then,
        product_category_path_current as category_now,
        location_name_on_day as location_then,
        count(*) as day_count,
        sum(on_hand_quantity) as on_hand_quantity,
        count(case when is_stock_out then 1 end) as stock_out_day_count
    from {{ ref('obt_inventory_daily') }}
    group by
        product_id,
        location_id,
        month_date,
        product_category_path_on_day,
        product_category_path_current,
        location_name_on_day

),

wide_sessions as (

    select
        session_id as id,
        visitor_id as part,
        customer_tier_at_session as tier_then,
        customer_tier_current as tier_now,
        customer_cohort_month_date as cohort_month_date
    from {{ ref('obt_sessions') }}

),

stale_lines as (

    {{ rows_that_differ('lines_then', 'wide_lines', [
        'id', 'part', 'tier_then', 'tier_now', 'cohort_month_date', 'category_then', 'category_now', 'location_then',
    ]) | indent }}

),

stale_days as (

    {{ rows_that_differ('days_then', 'wide_days', [
        'id', 'part', 'month_date', 'category_then', 'category_now', 'location_then', 'day_count', 'on_hand_quantity',
        'stock_out_day_count',
    ]) | indent }}

),

stale_sessions as (

    {{ rows_that_differ('sessions_then', 'wide_sessions', [
        'id', 'part', 'tier_then', 'tier_now', 'cohort_month_date',
    ]) | indent }}

)

{% for wide in ['lines', 'days', 'sessions'] -%}
    select
        difference,
        id,
        part
    from stale_{{ wide }}
    {{ 'union all' if not loop.last }}
{% endfor %}
