-- A column that appears halfway is null before and has its values from then on.
with

expected (newsletter_consent, valid_from) as (

    values
    (null, timestamp '2024-08-20 07:00:00'),
    (true, timestamp '2025-01-15 12:00:00')

),

actual as (

    select newsletter_consent, valid_from
    from {{ ref('stg_shop__customers_history') }}
    where customer_id = 'C900010'

)
{{- challenge('new_column', complete_on='2025-01-15') }}
