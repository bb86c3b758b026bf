-- An attempt in a currency that does not exist is refused; the next attempt stands.
with

expected (payment_id, outcome) as (

    values
    ('PAY90000091', 'currency_code_not_accepted'),
    ('PAY90000092', 'captured')

),

actual as (

    select business_key as payment_id, broken_rule as outcome
    from {{ ref('qrn_shop__payments') }}
    where business_key in ('PAY90000091', 'PAY90000092')

    union all

    select payment_id, payment_status as outcome
    from {{ ref('stg_shop__payments_history') }}
    where payment_id in ('PAY90000091', 'PAY90000092')

)
{{- challenge('wrong_currency_code', complete_on='2024-08-06') }}
