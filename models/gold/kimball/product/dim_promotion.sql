-- grain: one row per promotion and version, and one per reserved member
{{ config(**replace_changed('promotion_id')) }}

{%- set attributes = [
    'promotion_name', 'promotion_type', 'discount_rate', 'category_id', 'channel_scope', 'country_code',
    'start_date', 'end_date',
] %}

with

promotions as (

    select * from {{ ref('promotions') }}

),

promotion_versions as (

    select * from {{ ref('promotion_versions') }}

),

versions as (

    {{ continuous_versions('promotions', 'promotion_versions', 'promotion_id', attributes) | indent }}

),

keyed as (

    select
        {{ hash_key(['promotion_id', 'valid_from']) }} as promotion_key,
        *
    from versions

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as promotion_key,
            '{{ member.name }}' as promotion_id,
            '{{ member.label }}' as promotion_name
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    promotion_key,
    promotion_id,
    {{ attributes | join(',\n    ') }},
    valid_from,
    valid_to,
    is_current,
    ended_at,
    is_inferred,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from keyed

union all

select
    promotion_key,
    promotion_id,
    promotion_name,
    null as promotion_type,
    cast(null as decimal(9, 4)) as discount_rate,
    null as category_id,
    null as channel_scope,
    null as country_code,
    cast(null as date) as start_date,
    cast(null as date) as end_date,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    true as is_current,
    cast(null as timestamp) as ended_at,
    false as is_inferred,
    cast(null as date) as batch_date,
    {{ load_time() }} as audit_loaded_at
from reserved_members
