-- grain: one row per product and location that the stock of the newest day holds
{{ config(materialized='table') }}

{{ inventory_position() }}
