-- grain: one row per member_id in the newest extract of pos.loyalty_members
{{ config(materialized='ephemeral') }}
{{ latest_extract('pos__loyalty_members') }}
