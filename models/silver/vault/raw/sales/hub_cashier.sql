-- grain: one row per cashier_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('cashier_hash_key', business_key=['cashier_id'], sources=[
    (ref('stg_pos__receipts'), ['cashier_id']),
]) }}
