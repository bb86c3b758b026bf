{#-
  Rule: on which days a location lists a product. Listings that overlap or touch are one span; a listing
  without an end goes on.

  Arguments: listings, relation or common table expression with one row a listing that counts:
    product_id, location_id, listed_from_date, listed_until_date (last day, null while it goes on), batch_date.
  Returns: a query with product_id, location_id, first_date, until_date (half-open) and batch_date, the
    greatest of the listings in the span. The spans of a product and location are apart.
-#}
{% macro listed_spans(listings) -%}
    select
        product_id,
        location_id,
        min(listed_from_date) as first_date,
        max(until_date) as until_date,
        max(batch_date) as batch_date
    from (
        select
            *,
            sum(case when listed_from_date <= listed_before_until then 0 else 1 end) over (
                partition by product_id, location_id
                order by listed_from_date
                rows between unbounded preceding and current row
            ) as span_number
        from (
            select
                *,
                max(until_date) over (
                    partition by product_id, location_id
                    order by listed_from_date
                    rows between unbounded preceding and 1 preceding
                ) as listed_before_until
            from (
                select
                    product_id,
                    location_id,
                    listed_from_date,
                    coalesce(listed_until_date + 1, cast({{ high_date() }} as date)) as until_date,
                    batch_date
                from {{ listings }}
            ) as bounded
        ) as compared
    ) as numbered
    group by product_id, location_id, span_number
{%- endmacro %}
