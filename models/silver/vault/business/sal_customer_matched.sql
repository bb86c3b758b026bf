-- grain: one row per person record and the record that stands for the person
{{ config(**replace_changed('customer_hash_key')) }}

with recursive

identities as (

    select
        hub_customer.customer_hash_key,
        hub_customer.collision_code || '|' || hub_customer.customer_id as party_id
    from {{ ref('bsat_customer_identity') }} as known
    inner join {{ ref('hub_customer') }} as hub_customer
        on known.customer_hash_key = hub_customer.customer_hash_key

),

customers as (

    select
        hub_customer.customer_id,
        personal.email,
        personal.first_name,
        personal.last_name,
        personal.birth_date,
        personal.is_erased,
        survivors.customer_id as merged_into_customer_id
    from {{ ref('pit_customer') }} as versions
    inner join {{ ref('hub_customer') }} as hub_customer
        on versions.customer_hash_key = hub_customer.customer_hash_key
    inner join {{ ref('sat_shop_customer_personal') }} as personal
        on
            versions.customer_hash_key = personal.customer_hash_key
            and versions.shop_personal_hash_diff = personal.hash_diff
    inner join {{ ref('sal_customer') }} as shop_merges
        on versions.sal_customer_hash_key = shop_merges.sal_customer_hash_key
    inner join {{ ref('hub_customer') }} as survivors
        on shop_merges.surviving_customer_hash_key = survivors.customer_hash_key

),

addresses as (

    select
        hub_customer.customer_id,
        personal.postcode,
        personal.is_erased
    from {{ ref('pit_address') }} as versions
    inner join {{ ref('sat_shop_address_personal') }} as personal
        on
            versions.address_hash_key = personal.address_hash_key
            and versions.personal_hash_diff = personal.hash_diff
    inner join {{ ref('lnk_customer_address') }} as lnk_customer_address
        on versions.lnk_customer_address_hash_key = lnk_customer_address.lnk_customer_address_hash_key
    inner join {{ ref('hub_customer') }} as hub_customer
        on lnk_customer_address.customer_hash_key = hub_customer.customer_hash_key

),

loyalty_members as (

    select
        hub_customer.customer_id as member_id,
        personal.email,
        personal.first_name,
        personal.last_name,
        personal.birth_date,
        personal.postcode,
        personal.is_erased
    from {{ ref('pit_customer') }} as versions
    inner join {{ ref('hub_customer') }} as hub_customer
        on versions.customer_hash_key = hub_customer.customer_hash_key
    inner join {{ ref('sat_pos_member_personal') }} as personal
        on
            versions.customer_hash_key = personal.customer_hash_key
            and versions.pos_personal_hash_diff = personal.hash_diff

),

{{ person_links('customers', 'addresses', 'loyalty_members') }},

{{ surviving_parties('links', 'merged_customers') }}

select
    identities.customer_hash_key,
    coalesce(surviving_identities.customer_hash_key, identities.customer_hash_key) as surviving_customer_hash_key,
    identities.party_id,
    coalesce(survivors.surviving_party_id, identities.party_id) as surviving_party_id,
    {{ load_time() }} as audit_loaded_at
from identities
left join survivors
    on identities.party_id = survivors.party_id
left join identities as surviving_identities
    on survivors.surviving_party_id = surviving_identities.party_id
