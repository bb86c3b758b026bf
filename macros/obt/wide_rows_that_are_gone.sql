{#- Post-hook of obt_inventory_daily: takes out the days that the fact no longer has, which has no gaps. -#}
{% macro delete_wide_stock_that_is_gone() -%}
    {%- set starts -%}
    select
        product_durable_key,
        location_id,
        min(date_key) as first_date_key
    from {{ ref('fct_inventory_daily') }}
    group by product_durable_key, location_id
    {%- endset -%}
    {{ delete_days_before_the_start(starts, date_key('date_day')) }}
{%- endmacro %}


{#- Post-hook of obt_sessions: takes out the sessions that the fact no longer has, or has for another visitor. -#}
{% macro delete_wide_sessions_that_are_gone() -%}
    {%- if holds_as_many_rows_as('select count(*) from ' ~ ref('fct_sessions')) -%}{{ return('') }}{%- endif -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref('fct_sessions') }} as sessions
        where sessions.session_id = {{ this }}.session_id
            and sessions.visitor_id = {{ this }}.visitor_id
    )
{%- endmacro %}
