-- Each line refers to the version of the buyer, of the product and of the location that held when the sale was made, a
-- sale has a buyer exactly where it names one, and the buyer's bands are those of the month of the sale.
with

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }} where is_current

),

sales_order_line_versions as (

    select * from {{ ref('sales_order_line_versions') }} where is_current

),

resolved as (

    select
        fct_order_lines.sales_order_id,
        fct_order_lines.line_number,
        fct_order_lines.ordered_at,
        dim_customer.party_id,
        coalesce(
            'shop|' || sales_order_versions.customer_id,
            'pos|' || sales_order_versions.member_id,
            'not_applicable'
        ) as named_party_id,
        dim_customer.valid_from as customer_valid_from,
        dim_customer.valid_to as customer_valid_to,
        dim_product.product_id,
        sales_order_line_versions.product_id as named_product_id,
        dim_product.valid_from as product_valid_from,
        dim_product.valid_to as product_valid_to,
        dim_location.location_id,
        sales_order_versions.location_id as named_location_id,
        dim_location.valid_from as location_valid_from,
        dim_location.valid_to as location_valid_to,
        fct_order_lines.customer_band_key,
        coalesce(fct_customer_monthly.customer_band_key, {{ reserved_key('not_applicable') }})
            as named_customer_band_key
    from {{ ref('fct_order_lines') }} as fct_order_lines
    inner join sales_order_versions
        on fct_order_lines.sales_order_id = sales_order_versions.sales_order_id
    inner join sales_order_line_versions
        on
            fct_order_lines.sales_order_id = sales_order_line_versions.sales_order_id
            and fct_order_lines.line_number = sales_order_line_versions.line_number
    left join {{ ref('dim_customer') }} as dim_customer
        on fct_order_lines.customer_key = dim_customer.customer_key
    left join {{ ref('dim_product') }} as dim_product
        on fct_order_lines.product_key = dim_product.product_key
    left join {{ ref('dim_location') }} as dim_location
        on fct_order_lines.location_key = dim_location.location_key
    left join {{ ref('dim_date') }} as dim_date
        on fct_order_lines.order_date_key = dim_date.date_key
    left join {{ ref('dim_month') }} as dim_month
        on dim_date.month_date = dim_month.month_date
    left join {{ ref('fct_customer_monthly') }} as fct_customer_monthly
        on
            fct_order_lines.customer_durable_key = fct_customer_monthly.customer_durable_key
            and dim_month.month_key = fct_customer_monthly.month_key

)

select *
from resolved
where party_id is distinct from named_party_id
    or product_id is distinct from named_product_id
    or ordered_at < customer_valid_from
    or ordered_at >= customer_valid_to
    or ordered_at < product_valid_from
    or ordered_at >= product_valid_to
    or location_id is distinct from named_location_id
    or ordered_at < location_valid_from
    or ordered_at >= location_valid_to
    or customer_band_key <> named_customer_band_key
