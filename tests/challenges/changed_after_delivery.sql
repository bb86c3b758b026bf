-- A change that is newer than its delivery is refused.
with

expected (return_id, broken_rule) as (

    values
    ('RT90000161', 'changed_after_delivery')

),

actual as (

    select business_key as return_id, broken_rule
    from {{ ref('qrn_shop__returns') }}
    where business_key = 'RT90000161'

)
{{- challenge('changed_after_delivery', complete_on='2024-09-15') }}
