-- grain: one row per person (customer_durable_key)
{{ config(
    post_hook="{{ delete_keys_that_have_no_source('customer_durable_key', [(
        ref('dim_customer'),
        'customer_durable_key',
        'is_current and customer_durable_key = ' ~ hash_key(['party_id']),
    )]) }}",
    **replace_by('customer_durable_key')
) }}

{%- set inputs = [] %}
{%- for relation, count in [
    (ref('dim_customer'), 'record_version_count'),
    (ref('fct_order_lines'), 'line_count'),
    (ref('fct_returns'), 'return_count'),
    (ref('fct_sessions'), 'session_count'),
] %}
    {%- do inputs.append({'relation': relation, 'group': 'customer_durable_key', 'count': count}) %}
{%- endfor %}

with

touched as (

    {{ touched_groups('customer_durable_key', inputs) | indent }}

),

computed as (

    {{ customer_360(only='touched' if is_incremental() else none) | indent }}

)

select
    customer_durable_key,
    original_acquisition_channel,
    current_loyalty_tier,
    current_country_code,
    cohort_month_date,
    record_version_count,
    line_count,
    order_count,
    store_order_count,
    unit_count,
    net_revenue_eur,
    return_count,
    net_revenue_after_returns_eur,
    net_revenue_per_order_eur,
    first_order_date,
    last_order_date,
    session_count,
    last_session_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from computed
