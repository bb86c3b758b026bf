-- grain: one row per person record and the record that stands for the person
{{ config(**replace_changed('customer_hash_key')) }}

{%- set last_load = last_written() %}

with recursive

touched as (

    select customer_hash_key
    from {{ ref('bsat_customer_trait') }}
    where {{ is_newer_than(last_load) }}

    union

    select customer_hash_key
    from {{ ref('pit_customer') }}
    where {{ is_newer_than(last_load) }}

    union

    select customer_hash_key
    from {{ ref('bsat_customer_identity') }}
    where {{ is_newer_than(last_load) }}

),

traits_of_touched as (

    select trait_hash_key
    from {{ ref('bsat_customer_trait') }}
    where customer_hash_key in (select customer_hash_key from touched)
        and trait_hash_key <> {{ ghost_key() }}

),

met as (

    select customer_hash_key
    from touched

    union

    select customer_hash_key
    from {{ ref('bsat_customer_trait') }}
    where trait_hash_key in (select trait_hash_key from traits_of_touched)

    union

    select surviving_customer_hash_key as customer_hash_key
    from {{ ref('sal_customer') }}
    where customer_hash_key in (select customer_hash_key from touched)

),

-- with all who were one person with any of them: what made them so may be gone
affected as (

    select customer_hash_key
    from met

    {% if last_load -%}
        union

        select members.customer_hash_key
        from {{ this }} as members
        inner join {{ this }} as known
            on members.surviving_customer_hash_key = known.surviving_customer_hash_key
        where known.customer_hash_key in (select customer_hash_key from met)
    {%- endif %}

),

identities as (

    select
        hub_customer.customer_hash_key,
        hub_customer.collision_code || '|' || hub_customer.customer_id as party_id
    from {{ ref('bsat_customer_identity') }} as known
    inner join {{ ref('hub_customer') }} as hub_customer
        on known.customer_hash_key = hub_customer.customer_hash_key
    where known.customer_hash_key in (select customer_hash_key from affected)

),

traits as (

    select
        identities.party_id,
        known.trait_hash_key as trait
    from {{ ref('bsat_customer_trait') }} as known
    inner join identities
        on known.customer_hash_key = identities.customer_hash_key
    where known.trait_hash_key <> {{ ghost_key() }}

),

merged_customers as (

    select
        identities.party_id,
        survivors.collision_code || '|' || survivors.customer_id as into_party_id
    from {{ ref('pit_customer') }} as versions
    inner join identities
        on versions.customer_hash_key = identities.customer_hash_key
    inner join {{ ref('sal_customer') }} as shop_merges
        on versions.sal_customer_hash_key = shop_merges.sal_customer_hash_key
    inner join {{ ref('hub_customer') }} as survivors
        on shop_merges.surviving_customer_hash_key = survivors.customer_hash_key
    where versions.sal_customer_hash_key <> {{ ghost_key() }}
    group by identities.party_id, survivors.collision_code, survivors.customer_id

),

{{ links_by_trait('traits', 'merged_customers') }},

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
