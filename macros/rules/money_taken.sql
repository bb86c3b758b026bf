{#- Condition: the money of an attempt to pay was taken, also where it was given back later. Arguments: an expression. -#}
{% macro is_money_taken(payment_status) -%}
    {{ payment_status }} in ('captured', 'refunded')
{%- endmacro %}
