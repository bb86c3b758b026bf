-- The first Monday of February begins the year; quarters have 13 weeks in periods of 4, 4 and 5; a 53rd week
-- belongs to period 12.
with

cases (day, fiscal_year, fiscal_week, fiscal_quarter, fiscal_period) as (

    values
    (date '2024-02-04', 2023, 52, 4, 12),
    (date '2024-02-05', 2024, 1, 1, 1),
    (date '2024-03-03', 2024, 4, 1, 1),
    (date '2024-03-04', 2024, 5, 1, 2),
    (date '2024-04-01', 2024, 9, 1, 3),
    (date '2024-05-05', 2024, 13, 1, 3),
    (date '2024-05-06', 2024, 14, 2, 4),
    (date '2025-02-02', 2024, 52, 4, 12),
    (date '2025-02-03', 2025, 1, 1, 1),
    -- 2027 begins on its 1 February, 2028 on the 7th: 53 weeks
    (date '2027-02-01', 2027, 1, 1, 1),
    (date '2028-02-06', 2027, 53, 4, 12),
    (date '2028-02-07', 2028, 1, 1, 1)

),

years as (

    select
        *,
        {{ fiscal_year('day') }} as derived_year
    from cases

),

derived as (

    select
        *,
        {{ fiscal_week('day', first_fiscal_day('derived_year')) }} as derived_week
    from years

)

select *
from derived
where derived_year <> fiscal_year
    or derived_week <> fiscal_week
    or {{ fiscal_quarter('derived_week') }} <> fiscal_quarter
    or {{ fiscal_period('derived_week') }} <> fiscal_period
