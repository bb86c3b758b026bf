{#-
  The promotions and products that fct_promotion_coverage has to compute: those whose promotion, product, category
  or listing is new since its last run, and those of which it does not have as many days at a location, or
  not from the same deliveries, as it should; all of them in a full refresh.

  Reads the CTEs of fct_promotion_coverage: spans, assortment_versions, bdg_category_closure, dim_location,
  dim_product, dim_promotion.
  Returns: a query with promotion_id and product_id, each pair once.
-#}
{% macro touched_coverage() -%}
    {%- if not is_incremental() -%}
    select
        promotion_id,
        product_id
    from spans
    group by promotion_id, product_id
    {%- else -%}
    select
        promotion_id,
        product_id
    from spans
    where promotion_id in (select promotion_id from dim_promotion where {{ is_new_row('dim_promotion') }})
        or location_id in (select location_id from dim_location where {{ is_new_row('dim_location') }})
        or product_id in (select product_id from assortment_versions where {{ is_new_row('assortment_versions') }})
        or product_id in (
            select dim_product.product_id
            from dim_product
            left join bdg_category_closure
                on dim_product.category_key = bdg_category_closure.category_key
            where {{ is_new_row('dim_product') }}
                or {{ is_new_row('bdg_category_closure') }}
        )

    -- union drops repetitions; a span that is gone altogether has left its days behind, more than none
    union

    select
        coalesce(expected.promotion_id, present.promotion_id) as promotion_id,
        coalesce(expected.product_id, present.product_id) as product_id
    from (
        select
            promotion_id,
            product_id,
            location_id,
            sum(cast(until_date - from_date as integer)) as day_count,
            min(batch_date) as first_batch_date,
            max(batch_date) as last_batch_date
        from spans
        group by promotion_id, product_id, location_id
    ) as expected
    full join (
        select
            facts.promotion_id,
            dim_product.product_id,
            facts.location_id,
            count(*) as day_count,
            min(facts.changed_in_batch_date) as first_batch_date,
            max(facts.changed_in_batch_date) as last_batch_date
        from {{ this }} as facts
        inner join dim_product
            on facts.product_key = dim_product.product_key
        group by facts.promotion_id, dim_product.product_id, facts.location_id
    ) as present
        on
            expected.promotion_id = present.promotion_id
            and expected.product_id = present.product_id
            and expected.location_id = present.location_id
    where expected.day_count is distinct from present.day_count
        or expected.first_batch_date is distinct from present.first_batch_date
        or expected.last_batch_date is distinct from present.last_batch_date
    {%- endif -%}
{%- endmacro %}
