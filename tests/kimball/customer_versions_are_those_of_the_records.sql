-- A version of dim_customer begins with a change of a tracked attribute and with nothing else, and at every instant it
-- says of these attributes what the record said then.
with

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

records as (

    select
        'shop|' || customer_id as party_id,
        valid_from,
        loyalty_tier,
        country_code,
        null as home_location_id
    from {{ ref('customer_versions') }}

    union all

    select
        'pos|' || member_id as party_id,
        valid_from,
        null as loyalty_tier,
        country_code,
        home_location_id
    from {{ ref('loyalty_member_versions') }}

)

select
    'the version differs from the record' as problem,
    records.party_id,
    records.valid_from
from records
left join dim_customer
    on
        records.party_id = dim_customer.party_id
        and records.valid_from >= dim_customer.valid_from
        and records.valid_from < dim_customer.valid_to
where dim_customer.party_id is null
    or records.loyalty_tier is distinct from dim_customer.loyalty_tier
    or records.country_code is distinct from dim_customer.country_code
    or records.home_location_id is distinct from dim_customer.home_location_id

union all

select
    'the version is as the one before' as problem,
    dim_customer.party_id,
    dim_customer.valid_from
from dim_customer
inner join dim_customer as earlier
    on dim_customer.party_id = earlier.party_id and dim_customer.valid_from = earlier.valid_to
where dim_customer.loyalty_tier is not distinct from earlier.loyalty_tier
    and dim_customer.country_code is not distinct from earlier.country_code
    and dim_customer.home_location_id is not distinct from earlier.home_location_id
