-- Through the bridge each line counts exactly once: the weights of the group that it refers to sum to 1, also
-- where it refers to the group of lines without a promotion; and no group is there that no line refers to.
with

fct_order_lines as (

    select
        promotion_group_key,
        count(*) as line_count
    from {{ ref('fct_order_lines') }}
    group by promotion_group_key

),

bdg_order_line_promotions as (

    select
        promotion_group_key,
        sum(weight) as weight
    from {{ ref('bdg_order_line_promotions') }}
    group by promotion_group_key

)

select
    coalesce(fct_order_lines.promotion_group_key, bdg_order_line_promotions.promotion_group_key) as promotion_group_key,
    fct_order_lines.line_count,
    bdg_order_line_promotions.weight
from fct_order_lines
full join bdg_order_line_promotions
    on fct_order_lines.promotion_group_key = bdg_order_line_promotions.promotion_group_key
where bdg_order_line_promotions.weight is distinct from 1
    or (
        fct_order_lines.line_count is null
        and bdg_order_line_promotions.promotion_group_key <> {{ reserved_key('not_applicable') }}
    )
