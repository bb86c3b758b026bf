-- grain: one row per category that any row describes or names
{{ config(**replace_changed('category_hash_key')) }}

with

{{ identity_rows(
    'category_hash_key',
    described_by=[
        (ref('sat_erp_category'), 'category_hash_key'),
    ],
    named_by=[
        (mentions_in_link(ref('esat_erp_category_parent'), ref('hal_category'), 'hal_category_hash_key', ['parent_category_hash_key']), unless_ghost('parent_category_hash_key')),
        (mentions_in_link(ref('rtsat_erp_product'), ref('lnk_product_category'), 'lnk_product_category_hash_key', ['category_hash_key']), unless_ghost('category_hash_key')),
        (mentions_in_link(ref('esat_shop_promotion_category'), ref('lnk_promotion_category'), 'lnk_promotion_category_hash_key', ['category_hash_key']), unless_ghost('category_hash_key')),
        (ref('nhl_sales_forecast'), unless_ghost('category_hash_key')),
    ]
) }}

select
    category_hash_key,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities
