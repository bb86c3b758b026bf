-- Every change of the carrier is a version, from and to empty too.
with

expected (carrier, valid_from) as (

    values
    (null, timestamp '2024-10-14 13:00:00'),
    ('DHL', timestamp '2024-10-15 08:00:00'),
    ('UPS', timestamp '2024-10-16 08:00:00'),
    (null, timestamp '2024-10-17 08:00:00'),
    ('DHL', timestamp '2024-10-18 15:00:00'),
    ('DHL', timestamp '2024-10-21 10:00:00')

),

actual as (

    select carrier, valid_from
    from {{ ref('stg_erp__shipments_history') }}
    where shipment_id = 'SH90000141'

)
{{- challenge('carrier_changes', complete_on='2024-10-21') }}
