-- grain: one row per promotion, product and location with a day on which it was promoted and not sold
with recursive

promotion_versions as (

    select * from {{ ref('promotion_versions') }}

),

products as (

    select * from {{ ref('products') }}

),

product_versions as (

    select * from {{ ref('product_versions') }}

),

categories as (

    select * from {{ ref('categories') }}

),

category_versions as (

    select * from {{ ref('category_versions') }}

),

assortment_versions as (

    select * from {{ ref('assortment_versions') }}

),

locations as (

    select * from {{ ref('locations') }}

),

location_versions as (

    select * from {{ ref('location_versions') }}

),

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

sales_order_line_versions as (

    select * from {{ ref('sales_order_line_versions') }}

),

promotions as (

    select * from promotion_versions where is_current

),

products_in_time as (

    {{ continuous_versions('products', 'product_versions', 'product_id', ['product_type', 'category_id']) | indent }}

),

categories_in_time as (

    {{ continuous_versions('categories', 'category_versions', 'category_id', [
        'parent_category_id', 'category_name',
    ]) | indent }}

),

{{ category_path_versions('categories_in_time') }},

category_parents as (

    select
        category_id,
        parent_category_id,
        valid_from,
        coalesce(next_instant, {{ high_date() }}) as valid_to
    from turning_points

),

climbs as (

    -- the category of each product and all above it, for the time in which each step of the way held
    select
        product_id,
        product_type,
        category_id,
        valid_from,
        valid_to,
        batch_date
    from products_in_time
    where category_id is not null

    union all

    select
        climbs.product_id,
        climbs.product_type,
        category_parents.parent_category_id as category_id,
        greatest(climbs.valid_from, category_parents.valid_from) as valid_from,
        least(climbs.valid_to, category_parents.valid_to) as valid_to,
        climbs.batch_date
    from climbs
    inner join category_parents
        on
            climbs.category_id = category_parents.category_id
            and climbs.valid_from < category_parents.valid_to
            and climbs.valid_to > category_parents.valid_from
    where category_parents.parent_category_id is not null

),

product_categories as (

    select
        product_id,
        product_type,
        category_id,
        cast(valid_from as date) as from_date,
        cast(valid_to as date) as until_date,
        batch_date
    from climbs

    union all

    select
        product_id,
        product_type,
        null as category_id,
        cast(valid_from as date) as from_date,
        cast(valid_to as date) as until_date,
        batch_date
    from products_in_time

),

listings as (

    select * from assortment_versions where is_current

),

listed as (

    {{ listed_spans('listings') | indent }}

),

locations_in_time as (

    {{ continuous_versions('locations', 'location_versions', 'location_id', [
        'location_type', 'country_code',
    ]) | indent }}

),

dated_locations as (

    select
        location_id,
        location_type,
        country_code,
        cast(valid_from as date) as from_date,
        cast(valid_to as date) as until_date,
        batch_date
    from locations_in_time

),

served as (

    select
        location_id,
        ship_to_country_code as country_code,
        min(batch_date) as batch_date
    from sales_order_versions
    where ship_to_country_code is not null
    group by location_id, ship_to_country_code

),

{{ promotion_coverage('promotions', 'product_categories', 'listed', 'dated_locations', 'served') }},

spans as (

    select
        promotion_id,
        product_id,
        location_id,
        from_date,
        least(until_date, {{ as_of_date() }} + 1) as until_date
    from promotion_coverage
    where from_date <= {{ as_of_date() }}

),

sold_days as (

    -- distinct: a day counts once, however often the product was sold on it
    select distinct
        sales_order_line_versions.product_id,
        sales_order_versions.location_id,
        cast(sales_order_versions.ordered_at as date) as sold_date
    from sales_order_versions
    inner join sales_order_line_versions
        on sales_order_versions.sales_order_id = sales_order_line_versions.sales_order_id
    where sales_order_versions.is_current
        and sales_order_versions.order_status <> 'cancelled'
        and sales_order_line_versions.is_current

),

promoted as (

    select
        promotion_id,
        product_id,
        location_id,
        sum(cast(until_date - from_date as integer)) as promoted_day_count
    from spans
    group by promotion_id, product_id, location_id

),

promoted_and_sold as (

    select
        spans.promotion_id,
        spans.product_id,
        spans.location_id,
        count(*) as sold_day_count
    from spans
    inner join sold_days
        on
            spans.product_id = sold_days.product_id
            and spans.location_id = sold_days.location_id
            and spans.from_date <= sold_days.sold_date
            and spans.until_date > sold_days.sold_date
    group by spans.promotion_id, spans.product_id, spans.location_id

)

select
    promoted.promotion_id,
    promoted.product_id,
    promoted.location_id,
    cast(promoted.promoted_day_count as bigint) as promoted_day_count,
    cast(promoted.promoted_day_count - coalesce(promoted_and_sold.sold_day_count, 0) as bigint) as unsold_day_count
from promoted
left join promoted_and_sold
    on
        promoted.promotion_id = promoted_and_sold.promotion_id
        and promoted.product_id = promoted_and_sold.product_id
        and promoted.location_id = promoted_and_sold.location_id
where promoted.promoted_day_count > coalesce(promoted_and_sold.sold_day_count, 0)
