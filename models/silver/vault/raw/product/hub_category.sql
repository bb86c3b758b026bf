-- grain: one row per category_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('category_hash_key', business_key=['category_id'], sources=[
    (ref('stg_erp__categories'), ['category_id']),
    (ref('stg_erp__categories'), ['parent_category_id']),
    (ref('stg_erp__products'), ['category_id']),
    (ref('stg_shop__promotions'), ['category_id']),
    (ref('stg_finance__sales_forecasts'), ['category_id']),
]) }}
