-- A relationship that was deleted and created again has two versions with a gap between them.
with

expected (supplier_id, valid_from, valid_to) as (

    values
    ('S-01', timestamp '2023-10-02 09:00:00', timestamp '2024-09-10 09:00:00'),
    ('S-01', timestamp '2024-09-10 09:00:00', timestamp '2024-11-05 09:00:00'),
    ('S-01', timestamp '2024-11-05 09:00:00', timestamp '9999-12-31 00:00:00'),
    ('S-02', timestamp '2023-10-02 09:00:00', timestamp '2024-09-10 09:00:00'),
    ('S-02', timestamp '2024-11-05 09:00:00', timestamp '9999-12-31 00:00:00')

),

actual as (

    select supplier_id, valid_from, valid_to
    from {{ ref('stg_erp__product_suppliers_history') }}
    where product_id = 'P-9002'

)
{{- challenge('delete_and_create', complete_on='2024-11-10') }}
