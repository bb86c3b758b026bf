-- grain: one row per promotion, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'promotion_hash_key',
    parts=['promotion_id'],
    source=ref('stg_shop__promotions'),
    columns=[
        'promotion_name', 'promotion_type', 'discount_rate', 'channel_scope', 'country_code', 'start_date',
        'end_date',
    ],
) }}
