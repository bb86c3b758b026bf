-- The anomaly of second normal form, where there is one: a store's name stands on each of its receipts, so a
-- correction has to find them all. Third normal form holds it once a version; fails where it does not hold it
-- less often than the receipts repeat it.
with

repeated as (

    select
        location_id,
        count(*) as row_count
    from {{ ref('receipts_2nf_headers') }}
    group by location_id

),

names as (

    -- distinct: how many names there are to hold, not how often they are printed
    select
        location_id,
        count(*) as name_count
    from (
        select distinct
            location_id,
            location_name,
            location_city,
            location_country_code
        from {{ ref('receipts_2nf_headers') }}
    ) as printed
    group by location_id

),

held as (

    select
        location_id,
        count(*) as row_count
    from {{ ref('receipts_3nf_stores') }}
    group by location_id

)

select
    repeated.location_id,
    repeated.row_count,
    held.row_count as held_row_count
from repeated
inner join names on repeated.location_id = names.location_id
left join held on repeated.location_id = held.location_id
where held.row_count is null
    or (repeated.row_count > names.name_count and held.row_count >= repeated.row_count)
