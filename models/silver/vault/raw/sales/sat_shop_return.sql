-- grain: one row per return, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'lnk_return_hash_key',
    parts=['return_id', "'web'", 'order_id', 'line_number'],
    source=ref('stg_shop__returns'),
    columns=['returned_at', 'quantity', 'reason_code', 'refund_amount'],
) }}
