-- grain: one row per person record that any row describes or names
{{ config(**upsert_parent('party_id')) }}

{%- set is_increment = last_written() is not none %}

with recursive

{{ new_mentions(
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
    only_news=true
) }},

{% if is_increment -%}
    {{ affected_parties() | indent(4) }},

{% endif -%}

{{ mentioned_identities('party_id', wanted='affected' if is_increment else 'mentions') }},

customers as (

    select *
    from {{ ref('stg_shop__customers_history') }}
    {% if is_increment -%}
        where 'shop|' || customer_id in (select party_id from affected)
    {%- endif %}

),

addresses as (

    select * from {{ ref('stg_shop__addresses_history') }}

),

loyalty_members as (

    select *
    from {{ ref('stg_pos__loyalty_members_history') }}
    {% if is_increment -%}
        where 'pos|' || member_id in (select party_id from affected)
    {%- endif %}

),

{{ person_links('customers', 'addresses', 'loyalty_members') }},

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
