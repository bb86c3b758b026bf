-- A value at a bound is in the band above it, one below in the band below; no value has a band of its own.
with

cases (band, value, expected) as (

    values
    ('age_band', 24, 'under 25'), ('age_band', 25, '25 to 34'), ('age_band', 34, '25 to 34'),
    ('age_band', 35, '35 to 49'), ('age_band', 50, '50 to 64'), ('age_band', 65, '65 and over'),
    ('age_band', null, 'unknown'),
    ('recency_band', 30, 'up to 30 days'), ('recency_band', 31, '31 to 90 days'),
    ('recency_band', 91, '91 to 365 days'), ('recency_band', 365, '91 to 365 days'),
    ('recency_band', 366, 'over 365 days'), ('recency_band', null, 'no order yet'),
    ('frequency_band', 0, 'no order'), ('frequency_band', 1, '1 order'), ('frequency_band', 2, '2 to 3 orders'),
    ('frequency_band', 4, '4 to 9 orders'), ('frequency_band', 10, '10 orders and more'),
    ('points_band', 0, 'under 500'), ('points_band', 500, '500 to 1,999'), ('points_band', 2000, '2,000 to 4,999'),
    ('points_band', 5000, '5,000 and more'), ('points_band', null, 'no card')

),

banded as (

    select
        *,
        case band
            when 'age_band' then {{ customer_band('age_band', 'value') }}
            when 'recency_band' then {{ customer_band('recency_band', 'value') }}
            when 'frequency_band' then {{ customer_band('frequency_band', 'value') }}
            when 'points_band' then {{ customer_band('points_band', 'value') }}
        end as given
    from cases

)

select *
from banded
where given is distinct from expected
