{#- Post-hook of sales: takes out those that neither the shop's history nor a receipt has any more. -#}
{% macro delete_sales_that_are_gone() -%}
    {{ delete_keys_that_have_no_source('sales_order_id', [
        (ref('stg_shop__orders_history'), "'web|' || order_id"),
        (ref('receipts_3nf_receipts'), "'store|' || receipt_id", "receipt_type = 'sale'"),
    ]) }}
{%- endmacro %}

{#- The same for lines that neither the shop's history nor a receipt has any more. -#}
{% macro delete_sold_lines_that_are_gone() -%}
    {{ delete_keys_that_have_no_source(['sales_order_id', 'line_number'], [
        (ref('stg_shop__order_lines_history'), ["'web|' || order_id", 'line_number']),
        (ref('receipts_3nf_lines'), ["'store|' || receipt_id", 'line_number'], _is_on_receipt('sale')),
    ]) }}
{%- endmacro %}

{#- The same for promotions that a line no longer has. -#}
{% macro delete_line_promotions_that_are_gone() -%}
    {{ delete_keys_that_have_no_source(['sales_order_id', 'line_number', 'promotion_id'], [
        (ref('stg_shop__order_line_promotions_history'), ["'web|' || order_id", 'line_number', 'promotion_id']),
        (ref('receipts_3nf_lines'), ["'store|' || receipt_id", 'line_number', 'promotion_id'], _is_on_receipt('sale')),
    ]) }}
{%- endmacro %}

{#- The same for payments whose attempt or receipt is gone. -#}
{% macro delete_payments_that_are_gone() -%}
    {{ delete_keys_that_have_no_source('payment_id', [
        (ref('stg_shop__payments_history'), "'web|' || payment_id"),
        (ref('receipts_3nf_receipts'), "'store|' || receipt_id", "receipt_type = 'sale'"),
    ]) }}
{%- endmacro %}

{#- The same for returns that neither the shop's history nor a receipt has any more. -#}
{% macro delete_returns_that_are_gone() -%}
    {{ delete_keys_that_have_no_source('return_id', [
        (ref('stg_shop__returns_history'), "'web|' || return_id"),
        (ref('receipts_3nf_lines'), "'store|' || receipt_id || '|' || line_number", _is_on_receipt('return')),
    ]) }}
{%- endmacro %}

{#- The same for versions of cashiers that no receipt names any more; their identity stays. -#}
{% macro delete_cashiers_without_receipts() -%}
    {{ delete_keys_that_have_no_source('cashier_id', [(ref('receipts_2nf_headers'), 'cashier_id')]) }}
{%- endmacro %}


{#- Condition: a receipt's line is on a receipt of this type. -#}
{% macro _is_on_receipt(receipt_type) -%}
    receipt_id in (select receipt_id from {{ ref('receipts_3nf_receipts') }} where receipt_type = '{{ receipt_type }}')
{%- endmacro %}
