-- grain: one row per promotion, product and location with a day on which it was promoted and not sold
with recursive

hub_promotion as (

    select * from {{ ref('hub_promotion') }}

),

hub_product as (

    select * from {{ ref('hub_product') }}

),

hub_category as (

    select * from {{ ref('hub_category') }}

),

hub_location as (

    select * from {{ ref('hub_location') }}

),

pit_order as (

    select * from {{ ref('pit_order') }}

),

bsat_order as (

    select * from {{ ref('bsat_order') }}

),

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

promotions as (

    -- the ghost record of the link stands for a promotion of everything: its category_id is null
    select
        hub_promotion.promotion_id,
        hub_category.category_id,
        terms.channel_scope,
        terms.country_code,
        terms.start_date,
        terms.end_date,
        terms.batch_date
    from {{ ref('pit_promotion') }} as versions
    inner join hub_promotion
        on versions.promotion_hash_key = hub_promotion.promotion_hash_key
    inner join {{ ref('sat_shop_promotion') }} as terms
        on {{ is_shown_in('versions', 'terms') }}
    inner join {{ ref('lnk_promotion_category') }} as lnk_promotion_category
        on versions.lnk_promotion_category_hash_key = lnk_promotion_category.lnk_promotion_category_hash_key
    inner join hub_category
        on lnk_promotion_category.category_hash_key = hub_category.category_hash_key
    where versions.is_current
        and versions.ended_at is null

),

placed_products as (

    select
        versions.product_hash_key,
        descriptions.product_type,
        lnk_product_category.category_hash_key,
        versions.valid_from,
        versions.valid_to
    from {{ ref('pit_product') }} as versions
    inner join {{ ref('lnk_product_category') }} as lnk_product_category
        on versions.lnk_product_category_hash_key = lnk_product_category.lnk_product_category_hash_key
    left join {{ ref('sat_erp_product_description') }} as descriptions
        on
            versions.product_hash_key = descriptions.product_hash_key
            and versions.description_hash_diff = descriptions.hash_diff

),

placed_categories as (

    select
        category_hash_key,
        {{ hub_key(['parent_category_id']) }} as parent_category_hash_key,
        valid_from,
        valid_to
    from {{ ref('bsat_category_path') }}
    where parent_category_id is not null

),

climbs as (

    -- the category of each product and all above it, for the time in which each step of the way held
    select
        product_hash_key,
        product_type,
        category_hash_key,
        valid_from,
        valid_to
    from placed_products
    where category_hash_key <> {{ ghost_key() }}

    union all

    select
        climbs.product_hash_key,
        climbs.product_type,
        placed_categories.parent_category_hash_key as category_hash_key,
        greatest(climbs.valid_from, placed_categories.valid_from) as valid_from,
        least(climbs.valid_to, placed_categories.valid_to) as valid_to
    from climbs
    inner join placed_categories
        on
            climbs.category_hash_key = placed_categories.category_hash_key
            and climbs.valid_from < placed_categories.valid_to
            and climbs.valid_to > placed_categories.valid_from

),

covering_categories as (

    select
        product_hash_key,
        product_type,
        category_hash_key,
        valid_from,
        valid_to
    from climbs

    union all

    select
        product_hash_key,
        product_type,
        {{ ghost_key() }} as category_hash_key,
        valid_from,
        valid_to
    from placed_products

),

product_categories as (

    select
        hub_product.product_id,
        covering_categories.product_type,
        hub_category.category_id,
        cast(covering_categories.valid_from as date) as from_date,
        cast(covering_categories.valid_to as date) as until_date,
        cast(null as date) as batch_date
    from covering_categories
    inner join hub_product
        on covering_categories.product_hash_key = hub_product.product_hash_key
    inner join hub_category
        on covering_categories.category_hash_key = hub_category.category_hash_key

),

listings as (

    select
        hub_location.location_id,
        hub_product.product_id,
        present_listings.listed_from_date,
        present_listings.listed_until_date,
        present_listings.batch_date
    from (
        {{ present_rows(
            with_link(
                ref('sat_erp_assortment'), ref('dcl_assortment'), 'dcl_assortment_hash_key',
                ['location_hash_key', 'product_hash_key', 'listed_from_date']
            ),
            ['dcl_assortment_hash_key']
        ) | indent(8) }}
    ) as present_listings
    inner join hub_location
        on present_listings.location_hash_key = hub_location.location_hash_key
    inner join hub_product
        on present_listings.product_hash_key = hub_product.product_hash_key

),

listed as (

    {{ listed_spans('listings') | indent }}

),

locations as (

    select
        hub_location.location_id,
        places.location_type,
        places.country_code,
        cast(versions.valid_from as date) as from_date,
        cast(versions.valid_to as date) as until_date,
        places.batch_date
    from {{ ref('pit_location') }} as versions
    inner join hub_location
        on versions.location_hash_key = hub_location.location_hash_key
    left join {{ ref('sat_erp_location') }} as places
        on {{ is_shown_in('versions', 'places') }}

),

served as (

    -- whatever a web order has ever said, also before it was changed
    select
        hub_location.location_id,
        headers.ship_to_country_code as country_code,
        cast(null as date) as batch_date
    from pit_order
    inner join {{ ref('sat_shop_order_header') }} as headers
        on pit_order.order_hash_key = headers.order_hash_key and pit_order.header_hash_diff = headers.hash_diff
    inner join {{ ref('lnk_order') }} as lnk_order
        on pit_order.lnk_order_hash_key = lnk_order.lnk_order_hash_key
    inner join hub_location
        on lnk_order.location_hash_key = hub_location.location_hash_key
    where headers.ship_to_country_code is not null
    group by hub_location.location_id, headers.ship_to_country_code

),

{{ promotion_coverage('promotions', 'product_categories', 'listed', 'locations', 'served') }},

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
        bsat_order_line.product_id,
        bsat_order.location_id,
        cast(bsat_order_line.ordered_at as date) as sold_date
    from bsat_order_line
    inner join bsat_order
        on bsat_order_line.order_hash_key = bsat_order.order_hash_key

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
