-- grain: one row per attempt to pay, change and delivery
{{ config(**append_only()) }}
{{ non_historized_link(
    'nhl_payment_hash_key',
    source=ref('stg_shop__payments'),
    parents={
        'order_hash_key': ["'web'", 'order_id'],
    },
    dependent=['payment_id'],
    columns=[
        'attempt_number', 'payment_method', 'payment_status', 'amount', 'currency_code', 'authorisation_code',
        'attempted_at',
    ],
) }}
