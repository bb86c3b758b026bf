-- grain: one row per line of a sale and promotion on it (promotion_group_key, promotion_key); one for lines without
{{ config(
    post_hook="{{ delete_promotions_that_are_gone() }}",
    **replace_changed('promotion_group_key')
) }}

with

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

sales_order_line_versions as (

    select * from {{ ref('sales_order_line_versions') }}

),

order_line_promotion_versions as (

    select * from {{ ref('order_line_promotion_versions') }}

),

dim_promotion as (

    select * from {{ ref('dim_promotion') }}

),

touched as (

    {{ touched_promotion_groups() | indent }}

),

promotion_changes as (

    -- every version counts: a promotion that is gone has shaped the weights of those that stayed
    select
        sales_order_id,
        line_number,
        max(changed_in_batch_date) as changed_in_batch_date
    from order_line_promotion_versions
    where {{ of_touched('sales_order_id') }}
    group by sales_order_id, line_number

),

line_promotions as (

    select
        order_line_promotion_versions.sales_order_id,
        order_line_promotion_versions.line_number,
        order_line_promotion_versions.promotion_id,
        order_line_promotion_versions.discount_amount,
        sales_order_versions.ordered_at,
        greatest(
            sales_order_versions.changed_in_batch_date,
            promotion_changes.changed_in_batch_date
        ) as shaped_in_batch_date
    from order_line_promotion_versions
    inner join promotion_changes
        on
            order_line_promotion_versions.sales_order_id = promotion_changes.sales_order_id
            and order_line_promotion_versions.line_number = promotion_changes.line_number
    inner join sales_order_versions
        on order_line_promotion_versions.sales_order_id = sales_order_versions.sales_order_id
    inner join sales_order_line_versions
        on
            order_line_promotion_versions.sales_order_id = sales_order_line_versions.sales_order_id
            and order_line_promotion_versions.line_number = sales_order_line_versions.line_number
    where order_line_promotion_versions.is_current
        and sales_order_versions.is_current
        and sales_order_line_versions.is_current
        and {{ of_touched('sales_order_id', 'order_line_promotion_versions') }}

),

weights as (

    {{ promotion_weights('line_promotions') | indent }}

)

select
    {{ promotion_group_key('line_promotions.sales_order_id', 'line_promotions.line_number') }} as promotion_group_key,
    coalesce(dim_promotion.promotion_key, {{ reserved_key('missing') }}) as promotion_key,
    line_promotions.sales_order_id,
    line_promotions.line_number,
    weights.weight,
    line_promotions.discount_amount,
    greatest(
        line_promotions.shaped_in_batch_date,
        coalesce(dim_promotion.batch_date, line_promotions.shaped_in_batch_date)
    ) as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from line_promotions
inner join weights
    on
        line_promotions.sales_order_id = weights.sales_order_id
        and line_promotions.line_number = weights.line_number
        and line_promotions.promotion_id = weights.promotion_id
left join dim_promotion
    on
        line_promotions.promotion_id = dim_promotion.promotion_id
        and line_promotions.ordered_at >= dim_promotion.valid_from
        and line_promotions.ordered_at < dim_promotion.valid_to

union all

select
    {{ reserved_key('not_applicable') }} as promotion_group_key,
    {{ reserved_key('not_applicable') }} as promotion_key,
    'not_applicable' as sales_order_id,
    0 as line_number,
    cast(1 as decimal(9, 4)) as weight,
    cast(0 as decimal(18, 4)) as discount_amount,
    cast(null as date) as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
