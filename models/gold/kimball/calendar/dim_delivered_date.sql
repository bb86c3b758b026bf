-- grain: one row per day of the calendar, and one per reserved member
{{ config(materialized='view') }}

{{ role_of(ref('dim_date'), 'delivered', date_role_columns()) }}
