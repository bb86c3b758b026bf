-- grain: one row per line of a sale, web order or store receipt (sales_order_id, line_number)
{{ config(post_hook="{{ delete_wide_lines_that_are_gone() }}", **replace_changed('sales_order_id')) }}

with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

fct_returns as (

    select * from {{ ref('fct_returns') }}

),

bdg_order_line_promotions as (

    select * from {{ ref('bdg_order_line_promotions') }}

),

dim_order_date as (

    select * from {{ ref('dim_order_date') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

),

dim_shipped_date as (

    select * from {{ ref('dim_shipped_date') }}

),

dim_time_of_day as (

    select * from {{ ref('dim_time_of_day') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_customer_band as (

    select * from {{ ref('dim_customer_band') }}

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

dim_geography as (

    select * from {{ ref('dim_geography') }}

),

dim_ship_to_geography as (

    select * from {{ ref('dim_ship_to_geography') }}

),

dim_bill_to_geography as (

    select * from {{ ref('dim_bill_to_geography') }}

),

dim_order_profile as (

    select * from {{ ref('dim_order_profile') }}

),

dim_promotion as (

    select * from {{ ref('dim_promotion') }}

),

dim_audit as (

    select * from {{ ref('dim_audit') }}

),

countries as (

    select
        country_code,
        country_name
    from dim_geography
    where geography_type = 'country'

),

returns_on_lines as (

    {{ returns_on_lines() | indent }}

),

touched as (

    {{ touched_wide_sales() | indent }}

),

touched_lines as (

    {{ rows_of_touched(ref('fct_order_lines'), 'sales_order_id') | indent }}

),

lines as (

    select
        *,
        row_number() over (partition by sales_order_id order by line_number) = 1 as is_first_line,
        sum(allocated_order_discount_amount) over (partition by sales_order_id) as order_discount_amount,
        sum(allocated_shipping_amount) over (partition by sales_order_id) as order_shipping_amount,
        sum(allocated_tax_amount) over (partition by sales_order_id) as order_tax_amount,
        sum(line_amount - line_discount_amount) over (partition by sales_order_id) as order_lines_amount
    from touched_lines

),

returned as (

    select
        sales_order_id,
        returned_line_number,
        count(*) as return_count,
        sum(quantity) as returned_quantity,
        sum(refund_amount_eur) as refund_amount_eur,
        sum(net_revenue_returned_amount) as net_revenue_returned_amount,
        sum(net_revenue_returned_eur) as net_revenue_returned_eur,
        max(changed_in_batch_date) as changed_in_batch_date
    from returns_on_lines
    where {{ of_touched('sales_order_id') }}
    group by sales_order_id, returned_line_number

),

promotions as (

    select
        bdg_order_line_promotions.promotion_group_key,
        dim_promotion.promotion_id,
        dim_promotion.promotion_name,
        row_number() over (
            partition by bdg_order_line_promotions.promotion_group_key
            order by bdg_order_line_promotions.weight desc, dim_promotion.promotion_id asc
        ) as promotion_rank,
        count(*) over (partition by bdg_order_line_promotions.promotion_group_key) as promotion_count,
        max(bdg_order_line_promotions.changed_in_batch_date) over (
            partition by bdg_order_line_promotions.promotion_group_key
        ) as changed_in_batch_date
    from bdg_order_line_promotions
    inner join dim_promotion
        on bdg_order_line_promotions.promotion_key = dim_promotion.promotion_key
    where bdg_order_line_promotions.promotion_group_key <> {{ reserved_key('not_applicable') }}

)

select
    lines.sales_order_id,
    lines.line_number,
    lines.is_first_line,
    lines.channel,
    lines.country_code,
    countries.country_name,
    lines.currency_code,
    lines.is_cancelled,
    lines.is_gift_card,
    lines.ordered_at,
    dim_order_date.order_date_day as order_date,
    local_dates.date_day as order_local_date,
    dim_order_date.order_month_date,
    dim_order_date.order_quarter_number,
    dim_order_date.order_year_number,
    dim_order_date.order_iso_year,
    dim_order_date.order_iso_week,
    dim_order_date.order_fiscal_year,
    dim_order_date.order_fiscal_quarter,
    dim_order_date.order_fiscal_period,
    dim_order_date.order_weekday_name,
    dim_order_date.order_is_weekend,
    dim_time_of_day.day_part as order_day_part,
    dim_shipped_date.shipped_date_day as shipped_date,
    lines.customer_durable_key,
    {{ masked_record('dim_customer.record_system', 'dim_customer.record_id', 'dim_customer.is_erased') | indent }}
        as customer_label,
    dim_customer.original_acquisition_channel as customer_acquisition_channel,
    dim_customer.cohort_month_date as customer_cohort_month_date,
    dim_customer.loyalty_tier as customer_tier_at_order,
    dim_customer.current_loyalty_tier as customer_tier_current,
    dim_customer.country_code as customer_country_code_at_order,
    dim_customer.current_country_code as customer_country_code_current,
    dim_customer_band.age_band as customer_age_band_at_order,
    dim_customer_band.recency_band as customer_recency_band_at_order,
    dim_customer_band.frequency_band as customer_frequency_band_at_order,
    dim_customer_band.points_band as customer_points_band_at_order,
    lines.product_durable_key,
    dim_product.product_id,
    dim_product.product_type,
    dim_product.product_name as product_name_at_order,
    dim_product_current.product_name as product_name_current,
    dim_product.brand as product_brand_at_order,
    dim_product_current.brand as product_brand_current,
    dim_product.category_path as product_category_path_at_order,
    dim_product_current.category_path as product_category_path_current,
    dim_location.location_id,
    dim_location.location_name as location_name_at_order,
    dim_location.location_type,
    dim_location.city as location_city_at_order,
    dim_location.country_code as location_country_code,
    dim_ship_to_geography.ship_to_country_code,
    dim_ship_to_geography.ship_to_city,
    dim_bill_to_geography.bill_to_country_code,
    dim_bill_to_geography.bill_to_city,
    dim_order_profile.device,
    dim_order_profile.is_express,
    dim_order_profile.is_gift_wrapped,
    dim_order_profile.is_first_order,
    cast(coalesce(promotions.promotion_count, 0) as integer) as promotion_count,
    promotions.promotion_id as main_promotion_id,
    promotions.promotion_name as main_promotion_name,
    lines.quantity,
    lines.unit_price,
    lines.eur_per_unit,
    lines.line_amount,
    lines.line_discount_amount,
    lines.allocated_order_discount_amount,
    lines.allocated_shipping_amount,
    lines.allocated_tax_amount,
    lines.net_revenue_amount,
    lines.line_amount_eur,
    lines.line_discount_amount_eur,
    lines.allocated_order_discount_amount_eur,
    lines.allocated_shipping_amount_eur,
    lines.allocated_tax_amount_eur,
    lines.net_revenue_eur,
    cast(coalesce(returned.return_count, 0) as integer) as return_count,
    cast(coalesce(returned.returned_quantity, 0) as integer) as returned_quantity,
    cast(coalesce(returned.refund_amount_eur, 0) as decimal(18, 2)) as refund_amount_eur,
    cast(coalesce(returned.net_revenue_returned_amount, 0) as decimal(18, 4)) as net_revenue_returned_amount,
    cast(coalesce(returned.net_revenue_returned_eur, 0) as decimal(18, 2)) as net_revenue_returned_eur,
    {% for amount in ['discount', 'shipping', 'tax'] -%}
        cast(case when lines.is_first_line then lines.order_{{ amount }}_amount else 0 end as decimal(18, 2))
            as order_{{ amount }}_amount,
    {% endfor -%}
    cast(
        case
            when lines.is_first_line
                then
                    lines.order_lines_amount - lines.order_discount_amount
                    + lines.order_shipping_amount + lines.order_tax_amount
            else 0
        end as decimal(18, 4)
    ) as order_total_amount,
    dim_audit.row_quality,
    greatest(
        lines.changed_in_batch_date,
        coalesce(returned.changed_in_batch_date, lines.changed_in_batch_date),
        coalesce(promotions.changed_in_batch_date, lines.changed_in_batch_date)
    ) as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from lines
inner join dim_order_date
    on lines.order_date_key = dim_order_date.order_date_key
inner join dim_date as local_dates
    on lines.order_local_date_key = local_dates.date_key
inner join dim_time_of_day
    on lines.order_time_of_day_key = dim_time_of_day.time_of_day_key
inner join dim_shipped_date
    on lines.shipped_date_key = dim_shipped_date.shipped_date_key
inner join dim_customer
    on lines.customer_key = dim_customer.customer_key
inner join dim_customer_band
    on lines.customer_band_key = dim_customer_band.customer_band_key
inner join dim_product
    on lines.product_key = dim_product.product_key
inner join dim_product_current
    on lines.product_durable_key = dim_product_current.product_durable_key
inner join dim_location
    on lines.location_key = dim_location.location_key
inner join dim_ship_to_geography
    on lines.ship_to_geography_key = dim_ship_to_geography.ship_to_geography_key
inner join dim_bill_to_geography
    on lines.bill_to_geography_key = dim_bill_to_geography.bill_to_geography_key
inner join dim_order_profile
    on lines.order_profile_key = dim_order_profile.order_profile_key
inner join dim_audit
    on lines.audit_key = dim_audit.audit_key
left join countries
    on lines.country_code = countries.country_code
left join promotions
    on lines.promotion_group_key = promotions.promotion_group_key and promotions.promotion_rank = 1
left join returned
    on lines.sales_order_id = returned.sales_order_id and lines.line_number = returned.returned_line_number
