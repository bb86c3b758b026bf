-- grain: one row per materialized view and input that it reads
{{ staleness_of_materialized_views([
    'customer_360__materialized_view', 'daily_sales__materialized_view', 'inventory_position__materialized_view',
    'product_performance__materialized_view',
]) }}
