{#-
  Post-hook of fct_promotion_coverage: takes out the products that a promotion covers nowhere any more. An
  increment replaces the days of the promotions and products that it computes; those without a day compute to none.
-#}
{% macro delete_coverage_that_is_gone() -%}
    delete from {{ this }}
    where not exists (
        select 1
        from (
            {{ covered_spans() | indent(12) }}
        ) as spans
        where spans.promotion_id = {{ this }}.promotion_id
            and {{ hash_key(['spans.product_id']) }} = {{ this }}.product_durable_key
    )
{%- endmacro %}
