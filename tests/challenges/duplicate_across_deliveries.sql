-- A receipt that comes again the next day was delivered twice and happened once.
with

expected (what, row_count) as (

    values
    ('accepted', 2),
    ('version', 1)

),

actual as (

    select 'accepted' as what, cast(count(*) as integer) as row_count
    from {{ ref('stg_pos__receipts') }}
    where receipt_id = 'R90000001'

    union all

    select 'version' as what, cast(count(*) as integer) as row_count
    from {{ ref('stg_pos__receipts_history') }}
    where receipt_id = 'R90000001'

)
{{- challenge('duplicate_across_deliveries', complete_on='2024-06-06') }}
