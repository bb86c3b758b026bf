-- The age grows on the birthday; whoever is born on 29 February has it on 1 March in other years.
with

cases (birth_date, day, expected) as (

    values
    (date '1980-06-15', date '2024-06-14', 43),
    (date '1980-06-15', date '2024-06-15', 44),
    (date '1980-12-31', date '2024-01-01', 43),
    (date '2000-02-29', date '2024-02-29', 24),
    (date '2000-02-29', date '2025-02-28', 24),
    (date '2000-02-29', date '2025-03-01', 25),
    (cast(null as date), date '2025-03-01', null)

)

select
    *,
    {{ age_in_years('birth_date', 'day') }} as given
from cases
where {{ age_in_years('birth_date', 'day') }} is distinct from expected
