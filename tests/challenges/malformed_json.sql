-- A payload that is cut off is refused with its rule and is no event.
with

expected (broken_rule, accepted_count) as (

    values
    ('payload_not_json', 0)

),

actual as (

    select
        refused.broken_rule,
        (
            select cast(count(*) as integer)
            from {{ ref('stg_web__events') }}
            where event_id = 'E900000003'
        ) as accepted_count
    from {{ ref('qrn_web__events') }} as refused
    where refused.business_key = 'E900000003'

)
{{- challenge('malformed_json', complete_on='2024-07-16') }}
