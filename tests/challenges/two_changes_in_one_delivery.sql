-- Both changes of one delivery are versions; neither swallows the other.
with

expected (phone, loyalty_tier, valid_from, valid_to) as (

    values
    ('+00 900002', 'bronze', timestamp '2023-06-01 09:00:00', timestamp '2024-04-10 08:00:00'),
    ('+33 90000201', 'bronze', timestamp '2024-04-10 08:00:00', timestamp '2024-04-10 15:00:00'),
    ('+33 90000201', 'silver', timestamp '2024-04-10 15:00:00', timestamp '9999-12-31 00:00:00')

),

actual as (

    select phone, loyalty_tier, valid_from, valid_to
    from {{ ref('stg_shop__customers_history') }}
    where customer_id = 'C900002'

)
{{- challenge('two_changes_in_one_delivery', complete_on='2024-04-10') }}
