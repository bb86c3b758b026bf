-- grain: one row per materialized view and input
{{ config(materialized='view') }}
{{ staleness_of_materialized_views([
    'checked_returns', 'countries', 'daily_returns', 'daily_sales', 'guarded_returns', 'kept_returns', 'net_sales',
    'product_sales', 'running_sales', 'shops_by_country', 'totals',
]) }}
