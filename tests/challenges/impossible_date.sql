-- A price from the 30th of February is refused; the price before it goes on.
with

expected (outcome, row_count) as (

    values
    ('start_date_not_date', 1),
    ('current price', 1)

),

actual as (

    select broken_rule as outcome, cast(count(*) as integer) as row_count
    from {{ ref('qrn_erp__price_list') }}
    where business_key = 'P-9005|EUR|?'
    group by broken_rule

    union all

    select 'current price' as outcome, cast(count(*) as integer) as row_count
    from {{ ref('stg_erp__price_list_history') }}
    where product_id = 'P-9005'
        and currency_code = 'EUR'
        and is_current

)
{{- challenge('impossible_date', complete_on='2024-03-03') }}
