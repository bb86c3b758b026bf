-- grain: one row per delivered row of pos.loyalty_members that was not accepted
{{ config(materialized='view', schema='quarantine') }}
{{ refused_rows('pos__loyalty_members') }}
