-- Rounded half away from zero from the exact quotient; null where there is nothing to divide by.
with

cases (id, dividend, divisor, expected) as (

    values
    (1, 2, 3, cast(0.67 as decimal(18, 2))),
    (2, 1, 8, cast(0.13 as decimal(18, 2))),
    (3, -1, 8, cast(-0.13 as decimal(18, 2))),
    (4, 57, 100, cast(0.57 as decimal(18, 2))),
    (5, 1, 0, cast(null as decimal(18, 2)))

)

select *
from cases
where {{ ratio('dividend', 'divisor', 2) }} is distinct from expected
