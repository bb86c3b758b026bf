-- Quantity x unit price to four places, without rounding to cents.
with

cases (quantity, unit_price, expected) as (

    values
    (3, cast(19.9901 as decimal(18, 4)), cast(59.9703 as decimal(18, 4))),
    (1, cast(0 as decimal(18, 4)), cast(0 as decimal(18, 4))),
    (12, cast(0.3333 as decimal(18, 4)), cast(3.9996 as decimal(18, 4)))

)

select *
from cases
where {{ line_amount('quantity', 'unit_price') }} is distinct from expected
