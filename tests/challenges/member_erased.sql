-- An erased member stays erased in every extract, those before the request and those after it.
with

expected (last_name, email, erased_before_request, erased_after_request) as (

    values
    ('erased', 'erased@example.invalid', true, true)

),

actual as (

    -- distinct: every extract shows the member
    select distinct
        last_name,
        email,
        (
            select bool_and(is_erased)
            from {{ ref('brz_pos__loyalty_members') }}
            where member_no = 'M900002'
                and batch_date < date '2025-06-18'
        ) as erased_before_request,
        (
            select bool_and(is_erased)
            from {{ ref('brz_pos__loyalty_members') }}
            where member_no = 'M900002'
                and batch_date >= date '2025-06-18'
        ) as erased_after_request
    from {{ ref('stg_pos__loyalty_members_history') }}
    where member_id = 'M900002'

)
{{- challenge('member_erased', complete_on='2025-07-31') }}
