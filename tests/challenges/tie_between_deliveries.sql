-- At one change time the later delivery wins, however the deliveries were loaded.
with

expected (street, valid_from, valid_to) as (

    values
    ('Harbour Row 1', timestamp '2023-07-02 09:00:00', timestamp '2024-05-06 22:30:00'),
    ('Tie Street 2', timestamp '2024-05-06 22:30:00', timestamp '9999-12-31 00:00:00')

),

actual as (

    select street, valid_from, valid_to
    from {{ ref('stg_shop__addresses_history') }}
    where address_id = 'A9000031'

)
{{- challenge('tie_between_deliveries', complete_on='2024-05-07') }}
