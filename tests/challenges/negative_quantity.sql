-- A line with a negative quantity is refused; the good lines of the order count.
with

expected (line, outcome) as (

    values
    ('O9000010|1', 'accepted'),
    ('O9000010|2', 'accepted'),
    ('O9000010|3', 'quantity_not_positive')

),

actual as (

    select business_key as line, broken_rule as outcome
    from {{ ref('qrn_shop__order_lines') }}
    where business_key like 'O9000010|%'

    union all

    select order_id || '|' || cast(line_number as {{ dbt.type_string() }}) as line, 'accepted' as outcome
    from {{ ref('stg_shop__order_lines_history') }}
    where order_id = 'O9000010'

)
{{- challenge('negative_quantity', complete_on='2024-08-13') }}
