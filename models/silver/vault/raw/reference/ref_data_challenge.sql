-- grain: one row per data challenge and delivery
{{ config(**append_only()) }}
{{ reference_table(
    source=ref('stg_reference__data_challenges'),
    columns=['challenge_id', 'system_name', 'table_name', 'business_key', 'what_it_is', 'must_show_up'],
) }}
