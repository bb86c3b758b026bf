{#-
  Rule: two records are the same person when they ever had the same e-mail, or the same name, birth date and
  postcode. Blanks around a value, blanks in a postcode and the case of ASCII letters make no difference;
  a missing part never matches. An erased record has no traits, and so matches nobody.

  email_trait(email)                                       what an e-mail identifies a person by
  name_trait(first_name, last_name, birth_date, postcode)  what a name, a birth date and a postcode do
  Both give a hash, null where a part is missing; equal traits, same person.

  has_email_trait and has_name_trait, with the same arguments: condition that no part is missing. They hash nothing, and
  say more cheaply which rows have a trait than the trait does.
-#}
{% macro email_trait(email) -%}
    case when {{ has_email_trait(email) }}
        then {{ hash_key(["'email'", clean_key(email, fold=true)]) }} end
{%- endmacro %}

{% macro has_email_trait(email) -%}
    {{ clean_key(email) }} is not null
{%- endmacro %}

{% macro name_trait(first_name, last_name, birth_date, postcode) -%}
    {%- set parts = [clean_key(first_name, fold=true), clean_key(last_name, fold=true), birth_date, clean_key("replace(" ~ postcode ~ ", ' ', '')", fold=true)] -%}
    case when {{ has_name_trait(first_name, last_name, birth_date, postcode) }}
        then {{ hash_key(["'name'"] + parts) }} end
{%- endmacro %}

{% macro has_name_trait(first_name, last_name, birth_date, postcode) -%}
    {{ birth_date }} is not null
    {%- for part in [first_name, last_name, postcode] %}
        and {{ clean_key(part) }} is not null
    {%- endfor %}
{%- endmacro %}


{#-
  Rule: the party that a person is known as. Records that are linked directly or through others are one
  person, whatever linked them: the lowest shop id among them survives, except that one which the shop has
  merged into another gives way to the others; without a shop id it is the lowest pos id. Ids are compared
  as text.

  Arguments:
    links   common table expression (party_id, linked_party_id), each link in both directions
    merged  common table expression (party_id, into_party_id), what the shop has merged into what

  Renders the common table expressions up to survivors: party_id and surviving_party_id, for the parties
  that have a link. Needs `with recursive`; the depth is that of the longest chain of links.
-#}
{% macro surviving_parties(links, merged) -%}
{{ reachable_parties(links) }},

survivors as (

    select
        reachable.party_id,
        coalesce(
            min(case when reachable.reached_party_id like 'shop|%' and merged.party_id is null then reachable.reached_party_id end),
            min(case when reachable.reached_party_id like 'shop|%' then reachable.reached_party_id end),
            min(reachable.reached_party_id)
        ) as surviving_party_id
    from reachable
    left join {{ merged }} as merged
        on reachable.reached_party_id = merged.party_id
    group by reachable.party_id

)
{%- endmacro %}


{#-
  What links two records to one person: a trait that both ever had, or a merge in the shop.

  Arguments: relations or common table expressions with one row a version: customers (customer_id, email,
    first_name, last_name, birth_date, merged_into_customer_id, is_erased), addresses (customer_id, postcode,
    is_erased), loyalty_members (member_id, email, first_name, last_name, birth_date, postcode, is_erased).
  Renders the common table expressions up to merged_customers and links, as surviving_parties() wants them.

  person_traits(customers, addresses, loyalty_members)  the first half alone, up to traits (party_id, trait), or to what
                                                        the argument `traits` calls them
  links_by_trait(traits, merged)                        the second half, up to links, from what the first one gave
-#}
{% macro person_links(customers, addresses, loyalty_members) -%}
merged_customers as (

    -- distinct: a merge stands in every later version of the customer
    select distinct
        'shop|' || customer_id as party_id,
        'shop|' || merged_into_customer_id as into_party_id
    from {{ customers }} as customers
    where merged_into_customer_id is not null

),

{{ person_traits(customers, addresses, loyalty_members) }},

{{ links_by_trait('traits', 'merged_customers') }}
{%- endmacro %}


{% macro person_traits(customers, addresses, loyalty_members, traits='traits') -%}
{{ traits }} as (

    -- what a person was ever known by, in one column: a trait that two records share makes them one person
    select
        'shop|' || customer_id as party_id,
        {{ email_trait('email') }} as trait
    from {{ customers }} as customers
    where not is_erased
        and {{ has_email_trait('email') }}

    union

    select
        'pos|' || member_id as party_id,
        {{ email_trait('email') }} as trait
    from {{ loyalty_members }} as loyalty_members
    where not is_erased
        and {{ has_email_trait('email') }}

    union

    select
        'shop|' || customers.customer_id as party_id,
        {{ name_trait(
            'customers.first_name', 'customers.last_name', 'customers.birth_date', 'addresses.postcode'
        ) }} as trait
    from {{ customers }} as customers
    inner join {{ addresses }} as addresses
        on customers.customer_id = addresses.customer_id
    where not customers.is_erased
        and not addresses.is_erased
        and {{ has_name_trait(
            'customers.first_name', 'customers.last_name', 'customers.birth_date', 'addresses.postcode'
        ) }}

    union

    select
        'pos|' || member_id as party_id,
        {{ name_trait('first_name', 'last_name', 'birth_date', 'postcode') }} as trait
    from {{ loyalty_members }} as loyalty_members
    where not is_erased
        and {{ has_name_trait('first_name', 'last_name', 'birth_date', 'postcode') }}

)
{%- endmacro %}


{% macro links_by_trait(traits, merged) -%}
shared_traits as (

    select
        party_id,
        trait,
        min(party_id) over (partition by trait) as first_party_id
    from {{ traits }} as traits

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
    from {{ merged }} as merged

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

)
{%- endmacro %}
