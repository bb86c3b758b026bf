-- grain: one row per member_id and version
{{ config(**replace_all()) }}
{{ state_over_time('pos__loyalty_members') }}
