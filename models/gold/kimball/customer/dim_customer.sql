-- grain: one row per person record (shop customer or loyalty member) and version, and one per reserved member
{{ config(**replace_changed('party_id')) }}

with

parties as (

    select * from {{ ref('parties') }}

),

customers as (

    select * from {{ ref('customers') }}

),

customer_versions as (

    select * from {{ ref('customer_versions') }}

),

loyalty_members as (

    select * from {{ ref('loyalty_members') }}

),

loyalty_member_versions as (

    select * from {{ ref('loyalty_member_versions') }}

),

shop_customers as (

    {{ continuous_versions('customers', 'customer_versions', 'customer_id', [
        'loyalty_tier', 'acquisition_channel', 'birth_date', 'country_code', 'registered_at', 'is_erased',
    ]) | indent }}

),

store_members as (

    {{ continuous_versions('loyalty_members', 'loyalty_member_versions', 'member_id', [
        'points_balance', 'home_location_id', 'birth_date', 'country_code', 'joined_date', 'is_erased',
    ]) | indent }}

),

records as (

    select
        'shop|' || customer_id as party_id,
        'shop' as record_system,
        customer_id as record_id,
        loyalty_tier,
        acquisition_channel,
        cast(null as integer) as points_balance,
        null as home_location_id,
        birth_date,
        country_code,
        cast(registered_at as date) as registered_date,
        coalesce(is_erased, false) as is_erased,
        valid_from,
        valid_to,
        is_current,
        ended_at,
        is_inferred,
        batch_date
    from shop_customers

    union all

    select
        'pos|' || member_id as party_id,
        'pos' as record_system,
        member_id as record_id,
        null as loyalty_tier,
        null as acquisition_channel,
        points_balance,
        home_location_id,
        birth_date,
        country_code,
        joined_date as registered_date,
        coalesce(is_erased, false) as is_erased,
        valid_from,
        valid_to,
        is_current,
        ended_at,
        is_inferred,
        batch_date
    from store_members

),

known_persons as (

    select
        {{ hash_key(['records.party_id', 'records.valid_from']) }} as customer_key,
        {{ hash_key(['parties.surviving_party_id']) }} as customer_durable_key,
        records.*,
        case when not records.is_erased then cast(extract(year from records.birth_date) as integer) end as birth_year
    from records
    inner join parties
        on records.party_id = parties.party_id

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as customer_key,
            '{{ member.name }}' as party_id
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    customer_key,
    customer_durable_key,
    party_id,
    record_system,
    record_id,
    loyalty_tier,
    acquisition_channel,
    points_balance,
    home_location_id,
    birth_year,
    country_code,
    registered_date,
    is_erased,
    valid_from,
    valid_to,
    is_current,
    ended_at,
    is_inferred,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from known_persons

union all

select
    customer_key,
    customer_key as customer_durable_key,
    party_id,
    'reserved' as record_system,
    party_id as record_id,
    null as loyalty_tier,
    null as acquisition_channel,
    cast(null as integer) as points_balance,
    null as home_location_id,
    cast(null as integer) as birth_year,
    null as country_code,
    cast(null as date) as registered_date,
    false as is_erased,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    true as is_current,
    cast(null as timestamp) as ended_at,
    false as is_inferred,
    cast(null as date) as batch_date,
    {{ load_time() }} as audit_loaded_at
from reserved_members
