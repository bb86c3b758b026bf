-- Keys that hold the delimiter are two relationships with two hash keys.
with

expected (relationship_count, hash_key_count) as (

    values
    (2, 2)

),

actual as (

    select
        cast(count(*) as integer) as relationship_count,
        cast(count(distinct {{ hash_key(['product_id', 'supplier_id']) }}) as integer) as hash_key_count
    from {{ ref('stg_erp__product_suppliers_history') }}
    where product_id like 'P-9001%'

)
{{- challenge('delimiter_in_key', complete_on='2024-06-30') }}
