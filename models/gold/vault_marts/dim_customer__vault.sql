-- grain: one row per person record (shop customer or loyalty member) and version of its tracked attributes,
-- and one per reserved member
{{ config(materialized='view', alias='dim_customer') }}

with

parties as (

    select * from {{ ref('sal_customer_matched') }}

),

records as (

    select
        parties.party_id,
        shop_profiles.acquisition_channel,
        coalesce(cast(shop_profiles.registered_at as date), pos_profiles.joined_date) as registered_date,
        case
            when not coalesce(shop_persons.is_erased, pos_persons.is_erased)
                then cast(extract(year from coalesce(shop_persons.birth_date, pos_persons.birth_date)) as integer)
        end as birth_year,
        coalesce(shop_persons.is_erased, pos_persons.is_erased, false) as is_erased,
        shop_profiles.loyalty_tier,
        coalesce(shop_profiles.country_code, pos_profiles.country_code) as country_code,
        hub_location.location_id as home_location_id,
        pit_customer.valid_from,
        pit_customer.valid_to,
        pit_customer.ended_at,
        pit_customer.is_inferred,
        cast(null as date) as batch_date
    from {{ ref('pit_customer') }} as pit_customer
    inner join parties
        on pit_customer.customer_hash_key = parties.customer_hash_key
    inner join {{ ref('lnk_member_location') }} as lnk_member_location
        on pit_customer.lnk_member_location_hash_key = lnk_member_location.lnk_member_location_hash_key
    inner join {{ ref('hub_location') }} as hub_location
        on lnk_member_location.location_hash_key = hub_location.location_hash_key
    left join {{ ref('sat_shop_customer_personal') }} as shop_persons
        on
            pit_customer.customer_hash_key = shop_persons.customer_hash_key
            and pit_customer.shop_personal_hash_diff = shop_persons.hash_diff
    left join {{ ref('sat_shop_customer_profile') }} as shop_profiles
        on
            pit_customer.customer_hash_key = shop_profiles.customer_hash_key
            and pit_customer.shop_profile_hash_diff = shop_profiles.hash_diff
    left join {{ ref('sat_pos_member_personal') }} as pos_persons
        on
            pit_customer.customer_hash_key = pos_persons.customer_hash_key
            and pit_customer.pos_personal_hash_diff = pos_persons.hash_diff
    left join {{ ref('sat_pos_member_profile') }} as pos_profiles
        on
            pit_customer.customer_hash_key = pos_profiles.customer_hash_key
            and pit_customer.pos_profile_hash_diff = pos_profiles.hash_diff

),

versions as (

    {{ tracked_versions(
        'records', 'party_id',
        original=['acquisition_channel', 'registered_date'],
        latest=['birth_year', 'is_erased'],
        tracked=['loyalty_tier', 'country_code', 'home_location_id'],
        previous=['loyalty_tier'],
        current=['loyalty_tier', 'country_code']
    ) | indent }}

),

sales as (

    select
        parties.surviving_party_id,
        bsat_order.sales_order_id,
        bsat_order.ordered_at,
        bsat_order.is_cancelled
    from {{ ref('bsat_order') }} as bsat_order
    inner join parties
        on bsat_order.customer_hash_key = parties.customer_hash_key

),

first_sales as (

    {{ first_sales('sales', 'surviving_party_id') | indent }}

),

known_persons as (

    select
        {{ hash_key(['versions.party_id', 'versions.valid_from']) }} as customer_key,
        {{ hash_key(['parties.surviving_party_id']) }} as customer_durable_key,
        versions.*,
        split_part(versions.party_id, '|', 1) as record_system,
        substring(versions.party_id, position('|' in versions.party_id) + 1) as record_id,
        first_sales.first_sales_order_id,
        cast(first_sales.first_ordered_at as date) as first_ordered_date,
        first_sales.cohort_month_date
    from versions
    inner join parties
        on versions.party_id = parties.party_id
    left join first_sales
        on parties.surviving_party_id = first_sales.surviving_party_id

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as customer_key,
            '{{ member.name }}' as party_id,
            {{ reserved_date_key(member.name) }} as first_order_date_key
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    customer_key,
    customer_durable_key,
    party_id,
    record_system,
    record_id,
    original_acquisition_channel,
    original_registered_date,
    birth_year,
    is_erased,
    loyalty_tier,
    country_code,
    home_location_id,
    previous_loyalty_tier,
    current_loyalty_tier,
    current_country_code,
    first_sales_order_id,
    {{ date_key('first_ordered_date', when_absent='not_yet_available') }} as first_order_date_key,
    cohort_month_date,
    valid_from,
    valid_to,
    is_current,
    ended_at,
    is_inferred
from known_persons

union all

select
    customer_key,
    customer_key as customer_durable_key,
    party_id,
    'reserved' as record_system,
    party_id as record_id,
    null as original_acquisition_channel,
    cast(null as date) as original_registered_date,
    cast(null as integer) as birth_year,
    false as is_erased,
    null as loyalty_tier,
    null as country_code,
    null as home_location_id,
    null as previous_loyalty_tier,
    null as current_loyalty_tier,
    null as current_country_code,
    null as first_sales_order_id,
    first_order_date_key,
    cast(null as date) as cohort_month_date,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    true as is_current,
    cast(null as timestamp) as ended_at,
    false as is_inferred
from reserved_members
