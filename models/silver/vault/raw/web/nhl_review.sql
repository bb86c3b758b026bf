-- grain: one row per review of a product, change and delivery
{{ config(**append_only()) }}
{{ non_historized_link(
    'nhl_review_hash_key',
    source=ref('stg_web__reviews'),
    parents={
        'product_hash_key': ['product_id'],
        'customer_hash_key': ["'shop'", 'customer_id'],
    },
    dependent=['review_id'],
    columns=['rating', 'review_text', 'language_code', 'reviewed_at'],
) }}
