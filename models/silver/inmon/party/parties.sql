-- grain: one row per person record that any row describes or names
{{ config(**upsert_parent('party_id')) }}

with recursive

{{ identity_rows(
    'party_id',
    described_by=[
        (ref('stg_shop__customers'), "'shop|' || customer_id"),
        (ref('stg_pos__loyalty_members'), "'pos|' || member_id"),
    ],
    named_by=[
        (ref('stg_shop__customers'), "'shop|' || merged_into_customer_id"),
        (ref('stg_shop__addresses'), "'shop|' || customer_id"),
        (ref('stg_shop__orders'), "'shop|' || customer_id"),
        (ref('stg_web__events'), "'shop|' || customer_id"),
        (ref('stg_web__reviews'), "'shop|' || customer_id"),
        (ref('stg_pos__receipts'), "'pos|' || member_id"),
        (ref('stg_shop__erasure_requests'), "subject_system || '|' || subject_id"),
    ],
    all_known=true
) }},

customers as (

    select * from {{ ref('stg_shop__customers_history') }}

),

addresses as (

    select * from {{ ref('stg_shop__addresses_history') }}

),

loyalty_members as (

    select * from {{ ref('stg_pos__loyalty_members_history') }}

),

merged_customers as (

    -- distinct: a merge stands in every later version of the customer
    select distinct
        'shop|' || customer_id as party_id,
        'shop|' || merged_into_customer_id as into_party_id
    from customers
    where merged_into_customer_id is not null

),

traits as (

    -- what a person was ever known by, in one column: a trait that two records share makes them one person
    select
        'shop|' || customer_id as party_id,
        {{ email_trait('email') }} as trait
    from customers
    where not is_erased

    union

    select
        'pos|' || member_id as party_id,
        {{ email_trait('email') }} as trait
    from loyalty_members
    where not is_erased

    union

    select
        'shop|' || customers.customer_id as party_id,
        {{ name_trait(
            'customers.first_name', 'customers.last_name', 'customers.birth_date', 'addresses.postcode'
        ) }} as trait
    from customers
    inner join addresses
        on customers.customer_id = addresses.customer_id
    where not customers.is_erased
        and not addresses.is_erased

    union

    select
        'pos|' || member_id as party_id,
        {{ name_trait('first_name', 'last_name', 'birth_date', 'postcode') }} as trait
    from loyalty_members
    where not is_erased

),

shared_traits as (

    select
        party_id,
        trait,
        min(party_id) over (partition by trait) as first_party_id
    from traits
    where trait is not null

),

pairs as (

    -- every record with the first one that has the same trait, every merged one with what it was merged into
    select
        party_id,
        first_party_id as linked_party_id
    from shared_traits
    where party_id <> first_party_id

    union

    select
        party_id,
        into_party_id as linked_party_id
    from merged_customers

),

links as (

    select
        party_id,
        linked_party_id
    from pairs

    union

    select
        linked_party_id as party_id,
        party_id as linked_party_id
    from pairs

),

{{ surviving_parties('links', 'merged_customers') }}

select
    identities.party_id,
    coalesce(survivors.surviving_party_id, identities.party_id) as surviving_party_id,
    identities.is_inferred,
    identities.described_in_batch_date,
    identities.named_in_batch_date,
    identities.record_source,
    identities.batch_date,
    {{ load_time() }} as audit_loaded_at
from identities
left join survivors
    on identities.party_id = survivors.party_id
