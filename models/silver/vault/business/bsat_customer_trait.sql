-- grain: one row per person record and trait; the ghost's key stands for a trait that the record lacks
{{ config(**replace_changed('customer_hash_key')) }}

{%- set last_load = last_written() %}

with

touched as (

    select customer_hash_key
    from {{ ref('pit_customer') }}
    where {{ is_newer_than(last_load) }}

    union

    -- whoever an address was ever of
    select linked.customer_hash_key
    from {{ ref('lnk_customer_address') }} as linked
    inner join {{ ref('pit_address') }} as versions
        on linked.address_hash_key = versions.address_hash_key
    where {{ is_new_row('versions') }}

),

records as (

    select
        versions.customer_hash_key,
        versions.shop_personal_hash_diff,
        versions.pos_personal_hash_diff,
        hub_customer.collision_code,
        hub_customer.customer_id
    from {{ ref('pit_customer') }} as versions
    inner join {{ ref('hub_customer') }} as hub_customer
        on versions.customer_hash_key = hub_customer.customer_hash_key
    where versions.customer_hash_key in (select customer_hash_key from touched)

),

customers as (

    -- distinct: many versions of a record show the same person, whose traits are hashed once
    select distinct
        records.customer_id,
        personal.email,
        personal.first_name,
        personal.last_name,
        personal.birth_date,
        personal.is_erased
    from records
    inner join {{ ref('sat_shop_customer_personal') }} as personal
        on
            records.customer_hash_key = personal.customer_hash_key
            and records.shop_personal_hash_diff = personal.hash_diff

),

links as (

    select
        lnk_customer_address_hash_key,
        address_hash_key,
        customer_hash_key
    from {{ ref('lnk_customer_address') }}
    where customer_hash_key in (select customer_hash_key from touched)

),

address_versions as (

    select
        lnk_customer_address_hash_key,
        address_hash_key,
        personal_hash_diff
    from {{ ref('pit_address') }}
    where address_hash_key in (select address_hash_key from links)

),

address_states as (

    select
        address_hash_key,
        hash_diff,
        postcode,
        is_erased
    from {{ ref('sat_shop_address_personal') }}
    where address_hash_key in (select address_hash_key from links)

),

addresses as (

    select
        hub_customer.customer_id,
        address_states.postcode,
        address_states.is_erased
    from links
    inner join {{ ref('hub_customer') }} as hub_customer
        on links.customer_hash_key = hub_customer.customer_hash_key
    inner join address_versions
        on links.lnk_customer_address_hash_key = address_versions.lnk_customer_address_hash_key
    inner join address_states
        on
            address_versions.address_hash_key = address_states.address_hash_key
            and address_versions.personal_hash_diff = address_states.hash_diff

),

loyalty_members as (

    -- distinct: as above
    select distinct
        records.customer_id as member_id,
        personal.email,
        personal.first_name,
        personal.last_name,
        personal.birth_date,
        personal.postcode,
        personal.is_erased
    from records
    inner join {{ ref('sat_pos_member_personal') }} as personal
        on
            records.customer_hash_key = personal.customer_hash_key
            and records.pos_personal_hash_diff = personal.hash_diff

),

{{ person_traits('customers', 'addresses', 'loyalty_members') }},

parties as (

    select
        customer_hash_key,
        collision_code || '|' || customer_id as party_id
    from records
    group by customer_hash_key, collision_code, customer_id

)

select
    parties.customer_hash_key,
    parties.party_id,
    coalesce(traits.trait, {{ ghost_key() }}) as trait_hash_key,
    {{ load_time() }} as audit_loaded_at
from parties
left join traits
    on parties.party_id = traits.party_id
