-- A key in lower case with blanks around it is the same key.
with

expected (delivered_as, product_id) as (

    values
    (' p-0007 ', 'P-0007')

),

actual as (

    select
        delivered.product_id as delivered_as,
        order_lines.product_id
    from {{ ref('brz_shop__order_lines') }} as delivered
    inner join {{ ref('stg_shop__order_lines_history') }} as order_lines
        on delivered.order_id = order_lines.order_id
    where order_lines.order_id = 'O9000004'
        and order_lines.line_number = 1

)
{{- challenge('key_case_and_blanks', complete_on='2024-06-19') }}
