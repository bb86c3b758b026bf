-- grain: one row per promotion and version, and one per reserved member
{{ config(materialized='view', alias='dim_promotion') }}

{%- set attributes = [
    'promotion_name', 'promotion_type', 'discount_rate', 'category_id', 'channel_scope', 'country_code',
    'start_date', 'end_date',
] %}

with

versions as (

    select
        hub_promotion.promotion_id,
        satellites.promotion_name,
        satellites.promotion_type,
        satellites.discount_rate,
        hub_category.category_id,
        satellites.channel_scope,
        satellites.country_code,
        satellites.start_date,
        satellites.end_date,
        pit_promotion.valid_from,
        pit_promotion.valid_to,
        pit_promotion.is_current,
        pit_promotion.ended_at,
        pit_promotion.is_inferred
    from {{ ref('pit_promotion') }} as pit_promotion
    inner join {{ ref('hub_promotion') }} as hub_promotion
        on pit_promotion.promotion_hash_key = hub_promotion.promotion_hash_key
    inner join {{ ref('lnk_promotion_category') }} as lnk_promotion_category
        on pit_promotion.lnk_promotion_category_hash_key = lnk_promotion_category.lnk_promotion_category_hash_key
    inner join {{ ref('hub_category') }} as hub_category
        on lnk_promotion_category.category_hash_key = hub_category.category_hash_key
    left join {{ ref('sat_shop_promotion') }} as satellites
        on {{ is_shown_in('pit_promotion', 'satellites') }}

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
    is_inferred
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
    false as is_inferred
from reserved_members
