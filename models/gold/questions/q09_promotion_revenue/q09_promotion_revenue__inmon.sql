-- grain: one row per promotion that a line of a sale has
with

{{ sold_lines() }},

order_line_promotion_versions as (

    select * from {{ ref('order_line_promotion_versions') }}

),

line_promotions as (

    select * from order_line_promotion_versions where is_current

),

weights as (

    {{ promotion_weights('line_promotions') | indent }}

),

credited as (

    select
        weights.sales_order_id,
        weights.line_number,
        weights.promotion_id,
        cast(weights.weight as decimal(18, 4)) as weight,
        cast(sold_lines.net_revenue_eur as decimal(18, 4)) as net_revenue_eur
    from weights
    inner join sold_lines
        on weights.sales_order_id = sold_lines.sales_order_id and weights.line_number = sold_lines.line_number

),

shares as (

    {{ allocate(
        'credited', whole=['sales_order_id', 'line_number'], ordered_by='promotion_id', weight='weight',
        amounts=['net_revenue_eur']
    ) | indent }}

)

select
    promotion_id,
    cast(sum(allocated_net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from shares
group by promotion_id
