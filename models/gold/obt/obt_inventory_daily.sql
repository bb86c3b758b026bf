-- grain: one row per product, location and UTC day
{{ config(
    post_hook="{{ delete_wide_stock_that_is_gone() }}",
    **replace_changed(['date_day', 'product_durable_key', 'location_id'])
) }}

with

fct_inventory_daily as (

    select * from {{ ref('fct_inventory_daily') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

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

locations_now as (

    select * from dim_location where is_current

),

dim_audit as (

    select * from {{ ref('dim_audit') }}

),

new_products as (

    select product_durable_key from dim_product where {{ is_new_row('dim_product') }}

),

new_locations as (

    select location_id from dim_location where {{ is_new_row('dim_location') }}

)

select
    dim_date.date_day,
    fct_inventory_daily.month_date,
    dim_date.weekday_name,
    dim_date.is_weekend,
    dim_date.iso_year,
    dim_date.iso_week,
    dim_date.fiscal_year,
    dim_date.fiscal_quarter,
    dim_date.fiscal_period,
    fct_inventory_daily.product_durable_key,
    dim_product.product_id,
    dim_product.product_name as product_name_on_day,
    dim_product_current.product_name as product_name_current,
    dim_product.brand as product_brand_on_day,
    dim_product_current.brand as product_brand_current,
    dim_product.category_path as product_category_path_on_day,
    dim_product_current.category_path as product_category_path_current,
    fct_inventory_daily.location_id,
    dim_location.location_type,
    dim_location.country_code as location_country_code,
    dim_location.city as location_city_on_day,
    dim_location.location_name as location_name_on_day,
    locations_now.location_name as location_name_current,
    fct_inventory_daily.is_listed,
    fct_inventory_daily.is_stock_out,
    fct_inventory_daily.on_hand_quantity,
    fct_inventory_daily.units_per_case,
    fct_inventory_daily.on_hand_cases,
    fct_inventory_daily.inventory_value_eur,
    fct_inventory_daily.received_quantity,
    fct_inventory_daily.sold_quantity,
    fct_inventory_daily.returned_quantity,
    fct_inventory_daily.transferred_in_quantity,
    fct_inventory_daily.transferred_out_quantity,
    fct_inventory_daily.written_off_quantity,
    fct_inventory_daily.corrected_quantity,
    fct_inventory_daily.count_difference_quantity,
    fct_inventory_daily.movement_count,
    dim_audit.row_quality,
    fct_inventory_daily.changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from fct_inventory_daily
inner join dim_date
    on fct_inventory_daily.date_key = dim_date.date_key
inner join dim_product
    on fct_inventory_daily.product_key = dim_product.product_key
inner join dim_product_current
    on fct_inventory_daily.product_durable_key = dim_product_current.product_durable_key
inner join dim_location
    on fct_inventory_daily.location_key = dim_location.location_key
inner join locations_now
    on fct_inventory_daily.location_id = locations_now.location_id
inner join dim_audit
    on fct_inventory_daily.audit_key = dim_audit.audit_key
where {{ is_new_row('fct_inventory_daily') }}
    or fct_inventory_daily.product_durable_key in (select product_durable_key from new_products)
    or fct_inventory_daily.location_id in (select location_id from new_locations)
