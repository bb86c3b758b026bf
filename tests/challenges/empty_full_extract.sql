-- An empty extract does not mean that all suppliers were deleted.
with

expected (delivered_row_count, ended_count) as (

    values
    (0, 0)

),

actual as (

    select
        cast(deliveries.delivered_row_count as integer) as delivered_row_count,
        (
            select cast(count(*) as integer)
            from {{ ref('stg_erp__suppliers_history') }}
            where valid_to between timestamp '2024-11-05 00:00:00' and timestamp '2024-11-12 00:00:00'
                and not exists (
                    select 1
                    from {{ ref('stg_erp__suppliers_history') }} as next_version
                    where next_version.supplier_id = stg_erp__suppliers_history.supplier_id
                        and next_version.valid_from = stg_erp__suppliers_history.valid_to
                )
        ) as ended_count
    from {{ ref('stg_delivery_accounts') }} as deliveries
    where deliveries.record_source = 'erp.suppliers'
        and deliveries.batch_date = date '2024-11-10'

)
{{- challenge('empty_full_extract', complete_on='2024-11-17') }}
