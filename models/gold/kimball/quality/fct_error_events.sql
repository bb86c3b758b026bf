-- grain: one row per delivered row that was refused (record_source, batch_date, delivery_number, row_number)
{{ config(materialized='view') }}

with

refused_rows as (

    select * from {{ ref('qrn_refused_rows') }}

),

judged as (

    select
        *,
        {{ date_key('batch_date') }} as delivered_date_key,
        {{ error_rule_key('record_source', 'broken_rule') }} as error_rule_key,
        {{ row_quality('batch_date is null', 'false') | indent(8) }} as row_quality
    from refused_rows

)

select
    record_source,
    batch_date,
    delivery_number,
    row_number,
    business_key,
    delivered_date_key,
    error_rule_key,
    {{ audit_key('batch_date', 'row_quality') }} as audit_key,
    batch_date as changed_in_batch_date
from judged
