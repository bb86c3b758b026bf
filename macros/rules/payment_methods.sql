{#-
  The payment methods that the sources may deliver (var accepted_values.payment_methods), with what the
  business knows of each: kind, what stands behind it, and whether the money is reserved first and taken later.
  A method that is not described here is of kind 'other'.

  Returns: [{name, label, kind, is_pre_authorised}].
-#}
{% macro payment_methods() %}
    {%- set described = {
        'card': {'label': 'Card', 'kind': 'bank', 'is_pre_authorised': 'true'},
        'paypal': {'label': 'PayPal', 'kind': 'wallet', 'is_pre_authorised': 'false'},
        'invoice': {'label': 'Invoice', 'kind': 'credit', 'is_pre_authorised': 'true'},
        'gift_card': {'label': 'Gift card', 'kind': 'prepaid', 'is_pre_authorised': 'false'},
        'cash': {'label': 'Cash', 'kind': 'cash', 'is_pre_authorised': 'false'},
    } -%}
    {%- set methods = [] -%}
    {%- for name in var('accepted_values').payment_methods -%}
        {%- set other = {'label': name, 'kind': 'other', 'is_pre_authorised': 'cast(null as boolean)'} -%}
        {%- do methods.append(dict(described.get(name, other), name=name)) -%}
    {%- endfor -%}
    {{ return(methods) }}
{% endmacro %}
