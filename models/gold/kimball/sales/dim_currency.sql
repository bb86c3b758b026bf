-- grain: one row per currency that any row describes or names, and one per reserved member
{{ config(materialized='table') }}

with

currencies as (

    select * from {{ ref('currencies') }}

),

currency_versions as (

    select * from {{ ref('currency_versions') }} where is_current

)

select
    {{ currency_key('currencies.currency_code') }} as currency_key,
    currencies.currency_code,
    currency_versions.currency_name,
    currency_versions.decimal_places,
    currencies.currency_code = {{ reporting_currency() }} as is_reporting_currency,
    currencies.is_inferred
from currencies
left join currency_versions
    on currencies.currency_code = currency_versions.currency_code

{% for member in reserved_members() -%}
    union all

    select
        {{ reserved_key(member.name) }} as currency_key,
        '{{ member.name }}' as currency_code,
        '{{ member.label }}' as currency_name,
        cast(null as integer) as decimal_places,
        false as is_reporting_currency,
        false as is_inferred

{% endfor %}
