-- An older change that is delivered after a newer one takes its place before it.
with

expected (loyalty_tier, valid_from, valid_to) as (

    values
    ('bronze', timestamp '2023-08-02 03:00:00', timestamp '2024-11-11 20:00:00'),
    ('silver', timestamp '2024-11-11 20:00:00', timestamp '2024-11-12 09:00:00'),
    ('gold', timestamp '2024-11-12 09:00:00', timestamp '9999-12-31 00:00:00')

),

actual as (

    select loyalty_tier, valid_from, valid_to
    from {{ ref('stg_shop__customers_history') }}
    where customer_id = 'C900006'

)
{{- challenge('change_out_of_order', complete_on='2024-11-13') }}
