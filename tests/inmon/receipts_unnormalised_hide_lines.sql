-- The anomaly of the unnormalised receipts, where there is one: units of a product counted in the first
-- position miss those beside it, first normal form has them all. Fails where a receipt has a second line and
-- the two counts agree all the same.
with

first_position as (

    select
        sum(line_1_quantity) as unit_count,
        count(line_2_product_id) as second_line_count
    from {{ ref('receipts_unnormalised') }}

),

all_positions as (

    select sum(quantity) as unit_count
    from {{ ref('receipts_1nf') }}

)

select
    first_position.unit_count,
    all_positions.unit_count as true_unit_count
from first_position
cross join all_positions
where first_position.second_line_count > 0
    and first_position.unit_count >= all_positions.unit_count
