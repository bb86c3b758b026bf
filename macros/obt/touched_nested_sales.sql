{#-
  The sales that obt_orders has to compute: those of which a line, the fulfilment, a payment, a promotion, or an attribute
  of customer or location is new since its last run; those that hold one which is gone; every sale in a full refresh,
  which reads them without asking here.

  Reads the CTEs of obt_orders.
  Returns: a query with sales_order_id.
-#}
{% macro touched_nested_sales() -%}
    {%- if not is_incremental() -%}
    select sales_order_id from fct_order_lines
    {%- else -%}
    {% for input in ['obt_order_lines', 'fct_order_fulfilment', 'fct_payments', 'bdg_order_line_promotions'] -%}
    select sales_order_id
    from {{ input }}
    where {{ is_new_row(input) }}

    -- union drops repetitions: a sale is computed once
    union

    {% endfor -%}
    {% for fact, dimension, key in [
        ('fct_order_lines', 'dim_customer', 'customer_key'),
        ('fct_order_fulfilment', 'dim_customer', 'customer_key'),
        ('fct_payments', 'dim_customer', 'customer_key'),
        ('fct_order_lines', 'dim_location', 'location_key'),
        ('fct_order_fulfilment', 'dim_location', 'location_key'),
    ] -%}
    select sales_order_id
    from {{ fact }}
    where {{ key }} in (select {{ key }} from {{ dimension }} where {{ is_new_row(dimension) }})

    union

    {% endfor -%}
    select sales_order_id
    from bdg_order_line_promotions
    where promotion_key in (select promotion_key from dim_promotion where {{ is_new_row('dim_promotion') }})
    {% if not _untouched_sales_are_whole() -%}
    union

    select present.sales_order_id
    from {{ this }} as present
    left join (
        select
            sales_order_id,
            count(*) as line_count
        from obt_order_lines
        group by sales_order_id
    ) as line_counts
        on present.sales_order_id = line_counts.sales_order_id
    left join (
        select
            sales_order_id,
            count(*) as payment_count
        from fct_payments
        group by sales_order_id
    ) as payment_counts
        on present.sales_order_id = payment_counts.sales_order_id
    left join fct_order_fulfilment
        on present.sales_order_id = fct_order_fulfilment.sales_order_id
    where present.line_count <> coalesce(line_counts.line_count, 0)
        or present.payment_count <> coalesce(payment_counts.payment_count, 0)
        or (present.order_status is not null and fct_order_fulfilment.sales_order_id is null)
    {%- endif -%}
    {%- endif -%}
{%- endmacro %}


{#-
  Whether the sales of which nothing is new hold as many lines, payments and fulfilments as there are of them: then none
  of these is gone. Asked before sales are compared one by one, which costs many times as much.
-#}
{% macro _untouched_sales_are_whole() -%}
    {%- if not execute -%}{{ return(false) }}{%- endif -%}
    {%- set inputs = [ref('obt_order_lines'), ref('fct_payments'), ref('fct_order_fulfilment')] -%}
    {%- set untouched = 'sales_order_id not in (select sales_order_id from touched)' -%}
    {{ return(run_query(
        'with touched as (' ~ _new_rows_of_each(inputs, 'sales_order_id') ~ ')'
        ~ ' select case when coalesce(sum(row_count), 0) = 0 then 1 else 0 end from ('
        ~ ' select coalesce(sum(line_count + payment_count), 0) + count(order_status) as row_count from ' ~ this ~ ' where ' ~ untouched
        ~ _minus_rows_of_each(inputs, untouched) ~ ') as counted'
    ).rows[0][0] == 1) }}
{%- endmacro %}

{% macro _new_rows_of_each(relations, key) -%}
    {%- for relation in relations -%}
    select {{ key }} from {{ relation }} as told where {{ is_new_row('told') }}{{ ' union ' if not loop.last }}
    {%- endfor -%}
{%- endmacro %}

{% macro _minus_rows_of_each(relations, condition) -%}
    {%- for relation in relations %} union all select -count(*) from {{ relation }} where {{ condition }}{% endfor -%}
{%- endmacro %}


{#-
  Post-hook of obt_orders: takes out the sales of which neither line nor fulfilment nor payment is left. Such a sale
  still counts what is gone.
-#}
{% macro delete_wide_sales_that_are_gone() -%}
    {%- if holds_as_many_rows_as(
        'select (select count(*) from ' ~ ref('fct_order_lines') ~ ') + (select count(*) from ' ~ ref('fct_payments')
        ~ ') + (select count(*) from ' ~ ref('fct_order_fulfilment') ~ ')',
        of_this='coalesce(sum(line_count + payment_count), 0) + count(order_status)'
    ) -%}
        {{ return('') }}
    {%- endif -%}
    delete from {{ this }}
    where {% for fact in ['fct_order_lines', 'fct_order_fulfilment', 'fct_payments'] -%}
        {{ 'and ' if not loop.first }}not exists (select 1 from {{ ref(fact) }} as told where told.sales_order_id = {{ this }}.sales_order_id)
    {% endfor %}
{%- endmacro %}
