"""Four aggregates, each as view, table, incremental table and materialized view: what each choice costs."""

AGGREGATES = ("daily_sales", "customer_360", "product_performance", "inventory_position")
CHOICES = ("view", "table", "incremental", "materialized_view")
STORED = CHOICES[1:]
