-- A weekend has Friday's rate, the reporting currency has 1, and a day before the first rate has none.
with

rates as (

    select
        cast('SEK' as {{ dbt.type_string() }}) as currency_code,
        date '2024-06-07' as rate_date,
        cast(0.08712345 as decimal(18, 8)) as eur_per_unit,
        date '2024-06-07' as batch_date

    union all

    select
        cast('SEK' as {{ dbt.type_string() }}) as currency_code,
        date '2024-06-10' as rate_date,
        cast(0.09 as decimal(18, 8)) as eur_per_unit,
        date '2024-06-10' as batch_date

),

by_day as (

    {{ rates_by_day('rates') | indent }}

),

cases (id, currency_code, day, expected) as (

    values
    (1, 'SEK', date '2024-06-07', 0.08712345),
    (2, 'SEK', date '2024-06-09', 0.08712345),
    (3, 'SEK', date '2024-06-10', 0.09),
    (4, 'SEK', date '2029-01-01', 0.09),
    (5, 'SEK', date '2024-06-06', null),
    (6, 'EUR', date '1999-01-01', 1),
    (7, 'ZZZ', date '2024-06-09', null)

)

select
    cases.*,
    by_day.eur_per_unit
from cases
left join by_day
    on
        cases.currency_code = by_day.currency_code
        and cases.day >= by_day.first_date
        and cases.day < by_day.until_date
where by_day.eur_per_unit is distinct from cases.expected
