-- grain: one row per supplier and version, and one per reserved member
{{ config(**replace_changed('supplier_id')) }}

{%- set attributes = [
    'supplier_name', 'country_code', 'lead_time_days', 'quality_grade',
] %}

with

suppliers as (

    select * from {{ ref('suppliers') }}

),

supplier_versions as (

    select * from {{ ref('supplier_versions') }}

),

versions as (

    {{ continuous_versions('suppliers', 'supplier_versions', 'supplier_id', attributes) | indent }}

),

keyed as (

    select
        {{ hash_key(['supplier_id', 'valid_from']) }} as supplier_key,
        *
    from versions

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as supplier_key,
            '{{ member.name }}' as supplier_id,
            '{{ member.label }}' as supplier_name
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    supplier_key,
    supplier_id,
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
    supplier_key,
    supplier_id,
    supplier_name,
    null as country_code,
    cast(null as integer) as lead_time_days,
    null as quality_grade,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    true as is_current,
    cast(null as timestamp) as ended_at,
    false as is_inferred,
    cast(null as date) as batch_date,
    {{ load_time() }} as audit_loaded_at
from reserved_members
