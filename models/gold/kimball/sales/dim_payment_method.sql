-- grain: one row per payment method that the sources may deliver, and one per reserved member
{{ config(materialized='table') }}

{% for method in payment_methods() -%}
    select
        {{ payment_method_key("'" ~ method.name ~ "'") }} as payment_method_key,
        '{{ method.name }}' as payment_method,
        '{{ method.label }}' as payment_method_label,
        '{{ method.kind }}' as payment_kind,
        {{ method.is_pre_authorised }} as is_pre_authorised

    union all

{% endfor %}

{%- for member in reserved_members() -%}
    select
        {{ reserved_key(member.name) }} as payment_method_key,
        '{{ member.name }}' as payment_method,
        '{{ member.label }}' as payment_method_label,
        '{{ member.name }}' as payment_kind,
        cast(null as boolean) as is_pre_authorised
    {{ 'union all' if not loop.last }}

{% endfor %}
