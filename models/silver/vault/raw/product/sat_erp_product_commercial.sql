-- grain: one row per product and state, and the ghost record
{{ config(**append_only()) }}
{{ satellite(
    'product_hash_key',
    parts=['product_id'],
    source=ref('stg_erp__products'),
    columns=['unit_cost_amount', 'is_discontinued'],
) }}
