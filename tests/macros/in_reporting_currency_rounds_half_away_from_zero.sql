-- To cents, half away from zero, from the exact product; null without a rate.
with

cases (id, amount, eur_per_unit, expected) as (

    values
    (1, cast(0.5000 as decimal(18, 4)), cast(0.01 as decimal(18, 8)), cast(0.01 as decimal(18, 2))),
    (2, cast(-0.5000 as decimal(18, 4)), cast(0.01 as decimal(18, 8)), cast(-0.01 as decimal(18, 2))),
    (3, cast(1.0050 as decimal(18, 4)), cast(1 as decimal(18, 8)), cast(1.01 as decimal(18, 2))),
    (4, cast(93440 as decimal(18, 4)), cast(0.00612345 as decimal(18, 8)), cast(572.18 as decimal(18, 2))),
    (5, cast(10 as decimal(18, 4)), cast(null as decimal(18, 8)), cast(null as decimal(18, 2)))

)

select *
from cases
where {{ in_reporting_currency('amount', 'eur_per_unit') }} is distinct from expected
