-- grain: one row per category, month and revision of the plan, change and delivery
{{ config(**append_only()) }}
{{ non_historized_link(
    'nhl_sales_forecast_hash_key',
    source=ref('stg_finance__sales_forecasts'),
    parents={
        'category_hash_key': ['category_id'],
    },
    dependent=['month_date', 'revision_number'],
    columns=['planned_unit_count', 'planned_net_revenue_eur'],
) }}
