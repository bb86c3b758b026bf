-- grain: one row per promotion_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('promotion_hash_key', business_key=['promotion_id'], sources=[
    (ref('stg_shop__promotions'), ['promotion_id']),
    (ref('stg_shop__order_line_promotions'), ['promotion_id']),
    (ref('stg_pos__receipts'), ['line_1_promotion_id']),
    (ref('stg_pos__receipts'), ['line_2_promotion_id']),
    (ref('stg_pos__receipts'), ['line_3_promotion_id']),
    (ref('stg_pos__receipts'), ['line_4_promotion_id']),
]) }}
