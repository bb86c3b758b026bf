{#-
  What promotions cover, as spans of days up to as_of_date(): the rule promotion_coverage() on the star's
  dimensions, for fct_promotion_coverage and its post-hook.

  Returns: a query with promotion_id, product_id, location_id, from_date, until_date (half-open, until the
    day after as_of_date() at the latest) and batch_date.
-#}
{% macro covered_spans() -%}
    with

    promotions as (

        select * from {{ ref('promotion_versions') }} where is_current

    ),

    listings as (

        select * from {{ ref('assortment_versions') }} where is_current

    ),

    listed as (

        {{ listed_spans('listings') | indent(8) }}

    ),

    product_categories as (

        select
            product_id,
            product_type,
            cast(null as {{ dbt.type_string() }}) as category_id,
            cast(valid_from as date) as from_date,
            cast(valid_to as date) as until_date,
            batch_date
        from {{ ref('dim_product') }}

        union all

        select
            products.product_id,
            products.product_type,
            categories.ancestor_category_id as category_id,
            cast(products.valid_from as date) as from_date,
            cast(products.valid_to as date) as until_date,
            products.batch_date
        from {{ ref('dim_product') }} as products
        inner join {{ ref('bdg_category_closure') }} as categories
            on products.category_key = categories.category_key

    ),

    locations as (

        select
            location_id,
            location_type,
            country_code,
            cast(valid_from as date) as from_date,
            cast(valid_to as date) as until_date,
            batch_date
        from {{ ref('dim_location') }}

    ),

    served as (

        select
            location_id,
            ship_to_country_code as country_code,
            min(batch_date) as batch_date
        from {{ ref('sales_order_versions') }}
        where ship_to_country_code is not null
        group by location_id, ship_to_country_code

    ),

    {{ promotion_coverage('promotions', 'product_categories', 'listed', 'locations', 'served') | indent }}

    select
        promotion_id,
        product_id,
        location_id,
        from_date,
        least(until_date, {{ as_of_date() }} + 1) as until_date,
        batch_date
    from promotion_coverage
    where from_date <= {{ as_of_date() }}
{%- endmacro %}
