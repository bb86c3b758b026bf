-- A state that comes back is a third version, not the first one again.
with

expected (loyalty_tier, valid_from, valid_to) as (

    values
    ('silver', timestamp '2023-05-10 08:00:00', timestamp '2024-03-05 10:00:00'),
    ('gold', timestamp '2024-03-05 10:00:00', timestamp '2024-03-12 10:00:00'),
    ('silver', timestamp '2024-03-12 10:00:00', timestamp '9999-12-31 00:00:00')

),

actual as (

    select loyalty_tier, valid_from, valid_to
    from {{ ref('stg_shop__customers_history') }}
    where customer_id = 'C900001'

)
{{- challenge('a_b_a_change', complete_on='2024-03-12') }}
