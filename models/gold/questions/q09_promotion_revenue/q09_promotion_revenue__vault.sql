-- grain: one row per promotion that a line of a sale has
with

bsat_order_line as (

    select * from {{ ref('bsat_order_line') }} where not is_cancelled

),

hub_promotion as (

    select * from {{ ref('hub_promotion') }}

),

web_promotions as (

    {{ present_rows(
        with_link(
            ref('sat_shop_order_line_promotion'), ref('dcl_order_line_promotion'), 'dcl_order_line_promotion_hash_key',
            ['order_hash_key', 'line_number', 'promotion_hash_key']
        ),
        ['dcl_order_line_promotion_hash_key']
    ) | indent }}

),

promoted as (

    -- a line of a receipt has one promotion at most, which gave its discount
    select
        order_hash_key,
        line_number,
        promotion_hash_key,
        discount_amount
    from web_promotions

    union all

    select
        order_hash_key,
        line_number,
        promotion_hash_key,
        line_discount_amount as discount_amount
    from bsat_order_line
    where promotion_hash_key <> {{ ghost_key() }}

),

line_promotions as (

    select
        bsat_order_line.sales_order_id,
        bsat_order_line.line_number,
        hub_promotion.promotion_id,
        promoted.discount_amount,
        bsat_order_line.net_revenue_eur
    from promoted
    inner join bsat_order_line
        on
            promoted.order_hash_key = bsat_order_line.order_hash_key
            and promoted.line_number = bsat_order_line.line_number
    inner join hub_promotion
        on promoted.promotion_hash_key = hub_promotion.promotion_hash_key

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
        cast(line_promotions.net_revenue_eur as decimal(18, 4)) as net_revenue_eur
    from weights
    inner join line_promotions
        on
            weights.sales_order_id = line_promotions.sales_order_id
            and weights.line_number = line_promotions.line_number
            and weights.promotion_id = line_promotions.promotion_id

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
