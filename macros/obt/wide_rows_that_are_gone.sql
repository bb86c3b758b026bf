{#- Post-hook of obt_inventory_daily: takes out the days that the fact no longer has. -#}
{% macro delete_wide_stock_that_is_gone() -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref('fct_inventory_daily') }} as stock
        where stock.product_durable_key = {{ this }}.product_durable_key
            and stock.location_id = {{ this }}.location_id
            and stock.date_key = {{ date_key('date_day') }}
    )
{%- endmacro %}


{#- Post-hook of obt_sessions: takes out the sessions that the fact no longer has, or has for another visitor. -#}
{% macro delete_wide_sessions_that_are_gone() -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref('fct_sessions') }} as sessions
        where sessions.session_id = {{ this }}.session_id
            and sessions.visitor_id = {{ this }}.visitor_id
    )
{%- endmacro %}
