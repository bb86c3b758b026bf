-- grain: one row per supplier_id in the newest extract of erp.suppliers
{{ config(materialized='ephemeral') }}
{{ latest_extract('erp__suppliers', with_shown_since=true) }}
