-- parameters: system, table
-- Full extracts without a row; they delete nothing, but somebody should know.
with

manifest as (

    select * from bronze.brz_reference__deliveries

),

landed as (

    select
        batch_date,
        delivery_number
    from {batch}
    group by batch_date, delivery_number

)

select
    manifest.batch_date,
    manifest.delivery_number,
    manifest.delivered_at
from manifest
left join landed
    on
        manifest.batch_date = landed.batch_date
        and manifest.delivery_number = landed.delivery_number
where manifest.system_name = '$system'
    and manifest.table_name = '$table'
    and landed.batch_date is null
order by manifest.batch_date, manifest.delivery_number
