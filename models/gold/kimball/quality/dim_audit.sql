-- grain: one row per batch date and quality of a row, and one per reserved member
{{ config(materialized='table') }}

with

delivery_accounts as (

    select * from {{ ref('stg_delivery_accounts') }}

),

batches as (

    select
        batch_date,
        cast(count(*) as integer) as delivery_count,
        cast(sum(case when delivery_number > 1 then 1 else 0 end) as integer) as repeated_delivery_count,
        cast(sum(landed_row_count) as integer) as delivered_row_count,
        cast(sum(accepted_row_count) as integer) as accepted_row_count,
        cast(sum(duplicate_row_count) as integer) as duplicate_row_count,
        cast(sum(quarantined_row_count) as integer) as quarantined_row_count
    from delivery_accounts
    group by batch_date

),

qualities as (

    {% for quality in row_qualities() -%}
        select
            '{{ quality.name }}' as row_quality,
            '{{ quality.description }}' as row_quality_description
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as audit_key,
            '{{ member.name }}' as row_quality,
            '{{ member.label }}' as row_quality_description
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {{ audit_key('batches.batch_date', 'qualities.row_quality') }} as audit_key,
    batches.batch_date,
    qualities.row_quality,
    qualities.row_quality_description,
    batches.delivery_count,
    batches.repeated_delivery_count,
    batches.delivered_row_count,
    batches.accepted_row_count,
    batches.duplicate_row_count,
    batches.quarantined_row_count
from batches
cross join qualities

union all

select
    audit_key,
    cast(null as date) as batch_date,
    row_quality,
    row_quality_description,
    cast(null as integer) as delivery_count,
    cast(null as integer) as repeated_delivery_count,
    cast(null as integer) as delivered_row_count,
    cast(null as integer) as accepted_row_count,
    cast(null as integer) as duplicate_row_count,
    cast(null as integer) as quarantined_row_count
from reserved_members
