-- grain: one row per return, order and line, and the ghost record
{{ config(**append_only()) }}
{{ link(
    'lnk_return_hash_key',
    source=ref('stg_shop__returns'),
    parents={
        'return_hash_key': ['return_id'],
        'order_hash_key': ["'web'", 'order_id'],
    },
    dependent=['line_number'],
) }}
