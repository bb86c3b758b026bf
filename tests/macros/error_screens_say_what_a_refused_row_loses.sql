-- Screens stand in the order in which they are tried. What hides which thing a row is about, or since when, is
-- critical; another bad value is an error; a repeated row loses nothing.
{%- set contract = {
    'kind': 'cdc',
    'key': ['order_id'],
    'change_time': 'changed_at',
    'columns': [
        {'name': 'change_operation', 'source': 'op', 'type': 'text', 'is_text': true, 'is_key': false, 'is_required': true, 'accepted': []},
        {'name': 'changed_at', 'source': 'changed_at', 'type': 'timestamp', 'is_text': false, 'is_key': false, 'is_required': true, 'accepted': []},
        {'name': 'order_id', 'source': 'order_id', 'type': 'text', 'is_text': true, 'is_key': true, 'is_required': true, 'accepted': []},
        {'name': 'amount', 'source': 'amount', 'type': 'decimal(9,2)', 'is_text': false, 'is_key': false, 'is_required': false, 'accepted': []},
    ],
    'rules': [{'name': 'amount_below_zero', 'refuse_when': 'amount < 0', 'because': 'it is paid'}],
} %}
with

expected (position, name, screen_type, column_name, severity) as (

    values
    (1, 'change_operation_unknown', 'column', 'change_operation', 'critical'),
    (2, 'changed_at_not_timestamp', 'column', 'changed_at', 'critical'),
    (3, 'changed_at_missing', 'column', 'changed_at', 'critical'),
    (4, 'order_id_missing', 'column', 'order_id', 'critical'),
    (5, 'amount_not_number', 'column', 'amount', 'error'),
    (6, 'changed_after_delivery', 'structure', 'changed_at', 'critical'),
    (7, 'amount_below_zero', 'business rule', 'none', 'error'),
    (8, 'duplicate_in_delivery', 'structure', 'none', 'warning')

),

actual (position, name, screen_type, column_name, severity) as (

    values
    {%- for screen in error_screens(contract) %}
        (
            {{ screen.position }}, '{{ screen.name }}', '{{ screen.screen_type }}', '{{ screen.column or 'none' }}',
            '{{ screen.severity }}'
        ){{ ',' if not loop.last }}
    {%- endfor %}

)

{{ rows_that_differ('expected', 'actual', ['position', 'name', 'screen_type', 'column_name', 'severity']) }}
