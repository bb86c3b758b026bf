-- A product that three extracts lack ended with the first of them and begins anew with the fourth.
with

expected (turn, turned_at) as (

    values
    ('ends', timestamp '2024-08-05 00:00:00'),
    ('begins', timestamp '2024-08-26 00:00:00')

),

actual as (

    select 'ends' as turn, valid_to as turned_at
    from {{ ref('stg_erp__products_history') }}
    where product_id = 'P-9002'
        and valid_to between timestamp '2024-08-01 00:00:00' and timestamp '2024-09-01 00:00:00'

    union all

    select 'begins' as turn, valid_from as turned_at
    from {{ ref('stg_erp__products_history') }}
    where product_id = 'P-9002'
        and valid_from between timestamp '2024-08-01 00:00:00' and timestamp '2024-09-01 00:00:00'

)
{{- challenge('delete_and_reappear', complete_on='2024-08-25') }}
