-- grain: one row per UTC day, country and category in which anything was sold
{%- set day = 'cast(ordered_at as date)' %}
{{ config(
    post_hook="{{ delete_keys_that_have_no_source('date_day', [(ref('fct_order_lines'), 'cast(ordered_at as date)')]) }}",
    **replace_by('date_day')
) }}

{%- set lines_of_new_products %}
    (
        select
            lines.ordered_at,
            products.audit_loaded_at
        from {{ ref('fct_order_lines') }} as lines
        inner join {{ ref('dim_product') }} as products
            on lines.product_key = products.product_key
    )
{%- endset %}

with

touched as (

    {{ touched_groups('date_day', [
        {'relation': ref('fct_order_lines'), 'group': day, 'count': 'line_count'},
        {'relation': lines_of_new_products, 'group': day},
    ]) | indent }}

),

computed as (

    {{ daily_sales(only='touched' if is_incremental() else none) | indent }}

)

select
    date_day,
    country_code,
    category_path,
    line_count,
    order_count,
    customer_count,
    unit_count,
    net_revenue_eur,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from computed
