{#-
  Rule: what a promotion covers, sold or not: on each day from its first to its last, each product that it is
  for, at each location that lists the product then and through which the promotion's channel sells.

  - A promotion of a category is for it and all below it, as the tree stands on the day; without a category
    it is for everything. A gift card is money and never promoted.
  - In stores it counts in each store, of its country where it has one. In the web shop it counts at each
    location, a warehouse as a rule, that has ever been named to fulfil a web order, to its country where it
    has one: what serves which country stands in no other data.
  - Goods without stock (downloads) are listed nowhere, and so covered nowhere.
  - The terms are those that the promotion has now; product, tree and location are as of the day's end.

  Arguments, common table expressions or relations:
    promotions          promotion_id, category_id, channel_scope, country_code, start_date, end_date, batch_date;
                        those that count
    product_categories  product_id, product_type, category_id, from_date, until_date, batch_date: one row for each
                        category at or above the product's and one with category_id null, for each version
    listed              as listed_spans() gives it
    locations           location_id, location_type, country_code, from_date, until_date, batch_date: one row a version
    served              location_id, country_code, batch_date: where web orders that name the location went, each once
  Dates are half-open, except start_date and end_date.

  Renders the common table expressions up to promotion_coverage: promotion_id, product_id, location_id,
  from_date, until_date and batch_date, the greatest of what shaped the span. Spans of the same three are
  apart, and each lies within one row of locations and one version of the product.
-#}
{% macro promotion_coverage(promotions, product_categories, listed, locations, served) -%}
selling_locations as (

    select
        location_id,
        'store' as channel,
        country_code,
        from_date,
        until_date,
        batch_date
    from {{ locations }}
    where location_type = 'store'

    union all

    select
        locations.location_id,
        'web' as channel,
        served.country_code,
        locations.from_date,
        locations.until_date,
        greatest(locations.batch_date, served.batch_date) as batch_date
    from {{ locations }} as locations
    inner join {{ served }} as served
        on locations.location_id = served.location_id

),

promoting_locations as (

    -- a location counts once, however many countries it serves
    select
        promotions.promotion_id,
        promotions.category_id,
        promotions.start_date,
        promotions.end_date,
        selling_locations.location_id,
        selling_locations.from_date,
        selling_locations.until_date,
        greatest(promotions.batch_date, min(selling_locations.batch_date)) as batch_date
    from {{ promotions }} as promotions
    inner join selling_locations
        on
            promotions.channel_scope in ('all', selling_locations.channel)
            and (promotions.country_code is null or promotions.country_code = selling_locations.country_code)
    group by
        promotions.promotion_id,
        promotions.category_id,
        promotions.start_date,
        promotions.end_date,
        promotions.batch_date,
        selling_locations.location_id,
        selling_locations.from_date,
        selling_locations.until_date

),

bounded_coverage as (

    select
        promoting_locations.promotion_id,
        listed.product_id,
        promoting_locations.location_id,
        greatest(
            promoting_locations.start_date, promoting_locations.from_date, listed.first_date, product_categories.from_date
        ) as from_date,
        least(
            promoting_locations.end_date + 1, promoting_locations.until_date, listed.until_date, product_categories.until_date
        ) as until_date,
        greatest(promoting_locations.batch_date, listed.batch_date, product_categories.batch_date) as batch_date
    from promoting_locations
    inner join {{ listed }} as listed
        on promoting_locations.location_id = listed.location_id
    inner join {{ product_categories }} as product_categories
        on
            listed.product_id = product_categories.product_id
            and promoting_locations.category_id is not distinct from product_categories.category_id
    where product_categories.product_type is distinct from 'gift_card'

),

promotion_coverage as (

    select *
    from bounded_coverage
    where from_date < until_date

)
{%- endmacro %}
