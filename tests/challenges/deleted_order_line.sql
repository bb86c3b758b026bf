-- A deletion that carries the key alone ends the line.
with

expected (line_number, valid_to, is_current) as (

    values
    (1, timestamp '9999-12-31 00:00:00', true),
    (2, timestamp '2024-09-24 10:10:00', false)

),

actual as (

    select line_number, valid_to, is_current
    from {{ ref('stg_shop__order_lines_history') }}
    where order_id = 'O9000013'

)
{{- challenge('deleted_order_line', complete_on='2024-09-24') }}
