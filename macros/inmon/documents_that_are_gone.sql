{#-
  Pre-hooks of what comes from the shop and the tills: each takes out what neither the shop's history nor a receipt has
  any more. An increment replaces the documents that it computes; one that is gone computes to none.

  A document leaves history only where a new row told of it: it was deleted at the very time it began, or printed again
  as something else. So only the documents that rows newer than this model name are looked at.
-#}
{% macro delete_sales_that_are_gone() -%}
    {{ _delete_documents_that_are_gone('sales_order_id', [
        _told_by_shop('orders', {'sales_order_id': "'web|' || order_id"}),
        _told_by_receipts('sales_order_id'),
    ]) }}
{%- endmacro %}

{#- The same for lines of sales. -#}
{% macro delete_sold_lines_that_are_gone() -%}
    {{ _delete_documents_that_are_gone(['sales_order_id', 'line_number'], [
        _told_by_shop('order_lines', {'sales_order_id': "'web|' || order_id", 'line_number': 'line_number'}),
        _told_by_receipts('sales_order_id', {'line_number': 'line_number'}),
    ]) }}
{%- endmacro %}

{#- The same for promotions that a line no longer has. -#}
{% macro delete_line_promotions_that_are_gone() -%}
    {{ _delete_documents_that_are_gone(['sales_order_id', 'line_number', 'promotion_id'], [
        _told_by_shop('order_line_promotions', {
            'sales_order_id': "'web|' || order_id", 'line_number': 'line_number', 'promotion_id': 'promotion_id',
        }),
        _told_by_receipts('sales_order_id', {
            'line_number': 'line_number', 'promotion_id': 'promotion_id',
        }),
    ]) }}
{%- endmacro %}

{#- The same for payments: attempts to pay in the shop, and receipts, which are paid. -#}
{% macro delete_payments_that_are_gone() -%}
    {{ _delete_documents_that_are_gone('payment_id', [
        _told_by_shop('payments', {'payment_id': "'web|' || payment_id"}),
        _told_by_receipts('payment_id'),
    ]) }}
{%- endmacro %}


{#- Of which documents new rows of a table of the shop tell, by the columns of this model, and what holds them. -#}
{% macro _told_by_shop(table, key) %}
    {%- set id = 'payment_id' if table == 'payments' else 'order_id' -%}
    {{ return({
        'id': id, 'delivered': ref('stg_shop__' ~ table), 'told': key,
        'held': ref('stg_shop__' ~ table ~ '_history'), 'key': key, 'condition': '1 = 1',
    }) }}
{% endmacro %}

{#- The same of receipts: one that is printed again tells of all that stands on it, and of what no longer does. -#}
{% macro _told_by_receipts(document, parts={}) %}
    {%- set told = {document: "'store|' || receipt_id"} -%}
    {{ return({
        'id': 'receipt_id', 'delivered': ref('stg_pos__receipts'), 'told': told,
        'held': ref('receipts_1nf'), 'key': dict(told, **parts), 'condition': "receipt_type = 'sale'",
    }) }}
{% endmacro %}

{% macro _delete_documents_that_are_gone(key, sources) -%}
    {%- set key = [key] if key is string else key -%}
    {%- if execute and not last_written() -%}{{ return('') }}{%- endif -%}
    delete from {{ this }}
    where (
        {%- for source in sources %}
        {{ 'or ' if not loop.first }}exists (
            select 1
            from (
                select
                    {%- for column, expression in source.told.items() %}
                    {{ expression }} as {{ column }}{{ ',' if not loop.last }}
                    {%- endfor %}
                from {{ source.delivered }} as delivered
                where {{ is_new_row('delivered') }}
            ) as told
            where {{ _same_key(source.told | list, 'told', this) }}
        )
        {%- endfor %}
    )
    and not exists (
        select 1
        from (
            {%- for source in sources %}
            select
                {%- for column in key %}
                {{ source.key[column] }} as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ source.held }} as held
            where {{ source.condition }}
                and {{ source.id }} in (
                    select {{ source.id }} from {{ source.delivered }} as delivered where {{ is_new_row('delivered') }}
                )
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        ) as present
        where {{ _same_key(key, 'present', this) }}
    )
{%- endmacro %}


{#- Post-hook of returns: takes out those that neither the shop's history nor a receipt has any more. -#}
{% macro delete_returns_that_are_gone() -%}
    {{ delete_keys_that_have_no_source('return_id', [
        (ref('stg_shop__returns_history'), "'web|' || return_id"),
        (
            ref('receipts_3nf_lines'),
            "'store|' || receipt_id || '|' || line_number",
            "receipt_id in (select receipt_id from " ~ ref('receipts_3nf_receipts') ~ " where receipt_type = 'return')",
        ),
    ]) }}
{%- endmacro %}

{#- The same for versions of cashiers that no receipt names any more; their identity stays. -#}
{% macro delete_cashiers_without_receipts() -%}
    {{ delete_keys_that_have_no_source('cashier_id', [(ref('receipts_2nf_headers'), 'cashier_id')]) }}
{%- endmacro %}
