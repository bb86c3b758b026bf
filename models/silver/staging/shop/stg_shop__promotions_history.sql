-- grain: one row per promotion_id and version
{{ config(**replace_by(['promotion_id'])) }}
{{ state_over_time('shop__promotions') }}
