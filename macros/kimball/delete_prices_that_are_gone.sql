{#- Post-hook of fct_price_ranges: takes out the spans of prices that the source has deleted. -#}
{% macro delete_prices_that_are_gone() -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref('list_price_versions') }} as prices
        where prices.is_current
            and {{ hash_key(['prices.product_id']) }} = {{ this }}.product_durable_key
            and {{ currency_key('prices.currency_code') }} = {{ this }}.currency_key
            and prices.start_date = {{ this }}.from_date
    )
{%- endmacro %}
