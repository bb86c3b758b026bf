-- grain: one row per delivered row of pos.loyalty_members
{{ config(post_hook="{{ erase_persons('pos__loyalty_members') }}", **append_only()) }}
{{ delivered_rows('pos__loyalty_members') }}
