-- grain: one row per promotion that a line of a sale has
with

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }} where not is_cancelled

),

bdg_order_line_promotions as (

    select * from {{ ref('bdg_order_line_promotions') }}

),

dim_promotion as (

    select * from {{ ref('dim_promotion') }}

),

credited as (

    select
        bdg_order_line_promotions.promotion_group_key,
        dim_promotion.promotion_id,
        cast(bdg_order_line_promotions.weight as decimal(18, 4)) as weight,
        cast(fct_order_lines.net_revenue_eur as decimal(18, 4)) as net_revenue_eur
    from fct_order_lines
    inner join bdg_order_line_promotions
        on fct_order_lines.promotion_group_key = bdg_order_line_promotions.promotion_group_key
    inner join dim_promotion
        on bdg_order_line_promotions.promotion_key = dim_promotion.promotion_key
    where fct_order_lines.promotion_group_key <> {{ reserved_key('not_applicable') }}

),

shares as (

    {{ allocate(
        'credited', whole=['promotion_group_key'], ordered_by='promotion_id', weight='weight', amounts=['net_revenue_eur']
    ) | indent }}

)

select
    promotion_id,
    cast(sum(allocated_net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from shares
group by promotion_id
