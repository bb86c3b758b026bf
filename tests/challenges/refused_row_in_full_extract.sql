-- A row that is refused was not deleted: the product goes on with its last accepted state.
with

expected (broken_rule, versions_at_that_time) as (

    values
    ('weight_grams_not_integer', 1)

),

actual as (

    select
        refused.broken_rule,
        (
            select cast(count(*) as integer)
            from {{ ref('stg_erp__products_history') }}
            where product_id = 'P-9004'
                and valid_from <= timestamp '2024-12-09 00:00:00'
                and valid_to > timestamp '2024-12-16 00:00:00'
        ) as versions_at_that_time
    from {{ ref('qrn_erp__products') }} as refused
    where refused.business_key = 'P-9004'

)
{{- challenge('refused_row_in_full_extract', complete_on='2024-12-15') }}
