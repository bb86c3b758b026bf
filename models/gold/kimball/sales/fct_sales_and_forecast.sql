-- grain: one row per month and category with a sale or a forecast
{{ config(
    post_hook="{{ delete_months_that_are_gone([
        (ref('fct_order_lines'), 'cast(ordered_at as date)'), (ref('sales_forecasts'), 'month_date'),
    ]) }}",
    **replace_changed('month_key')
) }}

with

sales_forecasts as (

    select * from {{ ref('sales_forecasts') }}

),

fct_sales_monthly as (

    select * from {{ ref('fct_sales_monthly') }}

),

dim_category as (

    select * from {{ ref('dim_category') }}

),

dim_month as (

    select * from {{ ref('dim_month') }}

),

actuals as (

    select
        fct_sales_monthly.month_key,
        dim_category.category_id,
        sum(fct_sales_monthly.sold_quantity) as sold_quantity,
        sum(fct_sales_monthly.net_revenue_eur) as net_revenue_eur,
        max(fct_sales_monthly.changed_in_batch_date) as changed_in_batch_date
    from fct_sales_monthly
    inner join dim_category
        on fct_sales_monthly.category_key = dim_category.category_key
    group by fct_sales_monthly.month_key, dim_category.category_id

),

revisions as (

    select
        {{ month_key('month_date') }} as month_key,
        category_id,
        planned_unit_count,
        planned_net_revenue_eur,
        changed_in_batch_date,
        row_number() over (partition by month_date, category_id order by revision_number) as revision_position,
        row_number() over (partition by month_date, category_id order by revision_number desc) as recency
    from sales_forecasts

),

forecasts as (

    select
        month_key,
        category_id,
        count(*) as revision_count,
        max(case when revision_position = 1 then planned_unit_count end) as first_planned_unit_count,
        max(case when revision_position = 1 then planned_net_revenue_eur end) as first_planned_net_revenue_eur,
        max(case when recency = 1 then planned_unit_count end) as planned_unit_count,
        max(case when recency = 1 then planned_net_revenue_eur end) as planned_net_revenue_eur,
        max(changed_in_batch_date) as changed_in_batch_date
    from revisions
    group by month_key, category_id

),

compared as (

    select
        coalesce(actuals.month_key, forecasts.month_key) as month_key,
        coalesce(actuals.category_id, forecasts.category_id) as category_id,
        coalesce(actuals.sold_quantity, 0) as sold_quantity,
        coalesce(actuals.net_revenue_eur, 0) as net_revenue_eur,
        coalesce(forecasts.revision_count, 0) as revision_count,
        forecasts.first_planned_unit_count,
        forecasts.first_planned_net_revenue_eur,
        forecasts.planned_unit_count,
        forecasts.planned_net_revenue_eur,
        greatest(
            coalesce(actuals.changed_in_batch_date, forecasts.changed_in_batch_date),
            coalesce(forecasts.changed_in_batch_date, actuals.changed_in_batch_date)
        ) as changed_in_batch_date
    from actuals
    full join forecasts
        on actuals.month_key = forecasts.month_key and actuals.category_id = forecasts.category_id

),

placed as (

    -- a category stands under one path a month: that of the month's first instant
    select
        compared.*,
        coalesce(dim_category.category_key, {{ reserved_key('missing') }}) as category_key,
        dim_category.is_inferred,
        greatest(
            compared.changed_in_batch_date,
            coalesce(dim_category.batch_date, compared.changed_in_batch_date)
        ) as shaped_in_batch_date
    from compared
    inner join dim_month
        on compared.month_key = dim_month.month_key
    left join dim_category
        on
            compared.category_id = dim_category.category_id
            and coalesce(dim_month.month_date, cast({{ low_date() }} as date)) >= dim_category.valid_from
            and coalesce(dim_month.month_date, cast({{ low_date() }} as date)) < dim_category.valid_to

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key(['category_key']) ~ ' or ' ~ is_missing_date_key(['month_key']), 'is_inferred'
        ) | indent(8) }} as row_quality
    from placed

)

select
    month_key,
    category_key,
    {{ audit_key('shaped_in_batch_date', 'row_quality') }} as audit_key,
    cast(sold_quantity as integer) as sold_quantity,
    cast(net_revenue_eur as decimal(18, 2)) as net_revenue_eur,
    cast(revision_count as integer) as revision_count,
    first_planned_unit_count,
    first_planned_net_revenue_eur,
    planned_unit_count,
    planned_net_revenue_eur,
    cast(sold_quantity - planned_unit_count as integer) as unit_difference,
    cast(net_revenue_eur - planned_net_revenue_eur as decimal(18, 4)) as net_revenue_difference_eur,
    shaped_in_batch_date as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged
