{#-
  The parties whose surviving party an increment has to find anew. A link joins what was never joined before, and
  may be gone after an erasure or a correction; so it is those that a new row describes or names first, those that share
  a trait with one of them now, and all who were one person with any of these. Everybody else's links stay as they
  are, and with them the party that survives. A row that names a party which is known changes none of its links.

  A record that history no longer shows counts as touched: one that a new row has taken away, and a described member
  whom no extract in history shows.

  Where the engine cannot narrow them down it is all parties.

  Reads the common table expression mentions of new_mentions().
  Renders the common table expressions up to affected: party_id, each once.
-#}
{% macro affected_parties() -%}
    {%- if not finds_affected_parties() -%}
affected as (

    select party_id from mentions

    -- union drops repetitions
    union

    select party_id from {{ this }}

)
    {%- else -%}
    {%- set customers = ref('stg_shop__customers_history') -%}
    {%- set addresses = ref('stg_shop__addresses_history') -%}
    {%- set loyalty_members = ref('stg_pos__loyalty_members_history') -%}
    {%- set delivered_customers = ref('stg_shop__customers') -%}
    {%- set delivered_addresses = ref('stg_shop__addresses') -%}
touched as (

    select party_id from mentions

    -- union drops repetitions: a party is found once
    union

    select 'shop|' || customer_id as party_id
    from {{ delivered_customers }} as customers
    where {{ is_new_row('customers') }}

    union

    select 'shop|' || customer_id as party_id
    from {{ customers }} as customers
    where {{ is_new_row('customers') }}

    union

    select 'shop|' || customer_id as party_id
    from {{ addresses }} as addresses
    where {{ is_new_row('addresses') }}

    union

    -- whoever an address was of, before a new row gave it to another
    select 'shop|' || customer_id as party_id
    from {{ delivered_addresses }} as told
    where address_id in (
        select address_id from {{ delivered_addresses }} as addresses where {{ is_new_row('addresses') }}
    )

    union

    select 'pos|' || member_id as party_id
    from {{ loyalty_members }} as loyalty_members
    where {{ is_new_row('loyalty_members') }}

    union

    select party_id
    from {{ this }}
    where party_id like 'pos|%'
        and described_in_batch_date is not null
        and party_id not in (select 'pos|' || member_id from {{ loyalty_members }})

),

touched_customers as (

    select *
    from {{ customers }}
    where 'shop|' || customer_id in (select party_id from touched)

),

touched_members as (

    select *
    from {{ loyalty_members }}
    where 'pos|' || member_id in (select party_id from touched)

),

touched_parts as (

    -- a part of each trait, which tells quickly who may share it
    select
        {{ clean_key('email', fold=true) }} as email,
        {{ clean_key('last_name', fold=true) }} as last_name,
        birth_date
    from touched_customers
    where not is_erased

    union

    select
        {{ clean_key('email', fold=true) }} as email,
        {{ clean_key('last_name', fold=true) }} as last_name,
        birth_date
    from touched_members
    where not is_erased

),
{% for name, relation, key in [('customers', customers, 'customer_id'), ('members', loyalty_members, 'member_id')] %}
alike_{{ name }} as (

    -- whoever shares a part, with all versions: traits are hashed for these alone
    select *
    from {{ relation }}
    where {{ key }} in (
        select {{ key }}
        from {{ relation }}
        where {{ clean_key('email', fold=true) }} in (select email from touched_parts)

        union

        select persons.{{ key }}
        from (
            -- birth dates are compared before names are folded
            select *
            from {{ relation }}
            where birth_date in (select birth_date from touched_parts)
        ) as persons
        inner join touched_parts
            on
                persons.birth_date = touched_parts.birth_date
                and {{ clean_key('persons.last_name', fold=true) }} = touched_parts.last_name
    )

),
{% endfor %}
{{ person_traits('alike_customers', addresses, 'alike_members', traits='alike') }},

met as (

    select party_id from touched

    union

    select party_id
    from alike
    where trait in (select trait from alike where party_id in (select party_id from touched))

    union

    -- what a touched record was merged into
    select 'shop|' || merged_into_customer_id as party_id
    from touched_customers
    where merged_into_customer_id is not null

),

affected as (

    select party_id from met

    union

    select members.party_id
    from {{ this }} as members
    where members.surviving_party_id in (
        select known.surviving_party_id
        from {{ this }} as known
        where known.party_id in (select party_id from met)
    )

)
    {%- endif -%}
{%- endmacro %}
