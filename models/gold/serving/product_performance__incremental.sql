-- grain: one row per product and month with a sale or a return
{{ config(
    post_hook="{{ delete_keys_that_have_no_source('product_durable_key', [
        (ref('fct_order_lines'), 'product_durable_key'), (ref('fct_returns'), 'product_durable_key'),
    ]) }}",
    **replace_by('product_durable_key')
) }}

with

touched as (

    {{ touched_groups('product_durable_key', [
        {'relation': ref('fct_order_lines'), 'group': 'product_durable_key', 'count': 'line_count'},
        {'relation': ref('fct_returns'), 'group': 'product_durable_key', 'count': 'return_count'},
        {'relation': ref('dim_product'), 'group': 'product_durable_key'},
    ]) | indent }}

),

computed as (

    {{ product_performance(only='touched' if is_incremental() else none) | indent }}

)

select
    product_durable_key,
    month_date,
    product_id,
    product_name,
    line_count,
    return_count,
    sold_unit_count,
    returned_unit_count,
    net_revenue_eur,
    net_revenue_after_returns_eur,
    sold_unit_count_3_months,
    sold_unit_count_12_months,
    net_revenue_3_months_eur,
    net_revenue_12_months_eur,
    return_rate_3_months,
    return_rate_12_months,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from computed
