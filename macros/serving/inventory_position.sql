{#-
  The query of the inventory_position models, whose choice of view, table, incremental table or materialized view
  alone tells them apart. It reads the last four weeks alone, and each new day is a new answer for every product and
  location: there are no groups that a day leaves as they were.
-#}
{% macro inventory_position() -%}
    with

    fct_inventory_daily as (

        select * from {{ ref('fct_inventory_daily') }}

    ),

    dim_date as (

        select
            date_key,
            date_day
        from {{ ref('dim_date') }}

    ),

    dim_product as (

        select
            product_key,
            product_id,
            product_name
        from {{ ref('dim_product') }}

    ),

    dim_location as (

        select
            location_key,
            location_name
        from {{ ref('dim_location') }}

    ),

    newest as (

        select max(date_key) as date_key from fct_inventory_daily

    ),

    last_28_days as (

        select
            days.date_key,
            newest_day.date_day as as_of_date,
            days.date_day = newest_day.date_day as is_newest
        from newest
        inner join dim_date as newest_day
            on newest.date_key = newest_day.date_key
        inner join dim_date as days
            on days.date_day > newest_day.date_day - 28 and days.date_day <= newest_day.date_day

    ),

    recent as (

        select
            fct_inventory_daily.*,
            last_28_days.as_of_date,
            last_28_days.is_newest
        from fct_inventory_daily
        inner join last_28_days
            on fct_inventory_daily.date_key = last_28_days.date_key

    ),

    summed as (

        select
            product_durable_key,
            location_id,
            count(*) as day_count,
            sum(on_hand_quantity) as on_hand_quantity,
            sum(sold_quantity) as sold_quantity,
            sum(received_quantity) as received_quantity,
            sum(case when is_stock_out then 1 else 0 end) as stock_out_day_count
        from recent
        group by product_durable_key, location_id

    ),

    positions as (

        select * from recent where is_newest

    )

    select
        positions.product_durable_key,
        positions.location_id,
        positions.as_of_date,
        dim_product.product_id,
        dim_product.product_name,
        dim_location.location_name,
        positions.is_listed,
        positions.is_stock_out,
        positions.on_hand_quantity,
        positions.inventory_value_eur,
        cast(summed.sold_quantity as integer) as sold_quantity_28_days,
        cast(summed.received_quantity as integer) as received_quantity_28_days,
        cast(summed.stock_out_day_count as integer) as stock_out_day_count_28_days,
        {{ ratio('summed.on_hand_quantity', 'summed.day_count', 2) }} as average_on_hand_28_days,
        {{ ratio('positions.on_hand_quantity * 28', 'summed.sold_quantity', 1) }} as days_of_cover,
        positions.changed_in_batch_date
    from positions
    inner join summed
        on
            positions.product_durable_key = summed.product_durable_key
            and positions.location_id = summed.location_id
    inner join dim_product
        on positions.product_key = dim_product.product_key
    inner join dim_location
        on positions.location_key = dim_location.location_key
{%- endmacro %}
