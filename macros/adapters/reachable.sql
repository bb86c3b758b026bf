{#-
  Concept: whoever is reached by any number of links. Renders the common table expressions up to reachable: party_id,
  reached_party_id, each pair once, a party itself among those that it reaches. Needs `with recursive`; the depth is that
  of the longest chain of links.

  Argument: links, a common table expression (party_id, linked_party_id), each link in both directions.
-#}
{% macro reachable_parties(links) -%}{{ adapter.dispatch('reachable_parties')(links) }}{%- endmacro %}

{% macro default__reachable_parties(links) -%}
reachable as (

    select
        party_id,
        party_id as reached_party_id
    from {{ links }}

    union

    select
        reachable.party_id,
        linked.linked_party_id as reached_party_id
    from reachable
    inner join {{ links }} as linked
        on reachable.reached_party_id = linked.party_id

)
{%- endmacro %}

{#-
  Spark's recursion keeps repetitions, so each walk notes where it has been; links of people are nearly trees, in which
  two have one walk between them. It stops with an error where a chain has more than 99 links.
-#}
{% macro spark__reachable_parties(links) -%}
walks as (

    select
        party_id,
        party_id as reached_party_id,
        array(party_id) as passed
    from {{ links }}
    group by party_id

    union all

    select
        walks.party_id,
        linked.linked_party_id as reached_party_id,
        array_append(walks.passed, linked.linked_party_id) as passed
    from walks
    inner join {{ links }} as linked
        on walks.reached_party_id = linked.party_id
    where not array_contains(walks.passed, linked.linked_party_id)

),

reachable as (

    select
        party_id,
        reached_party_id
    from walks
    group by party_id, reached_party_id

)
{%- endmacro %}

{#-
  Concept: whether an increment looks only for the parties whose links may be others than before. Spark analyses a
  common table expression anew at each mention: the chain that finds these few is more than its memory holds.
-#}
{% macro finds_affected_parties() -%}{{ return(adapter.dispatch('finds_affected_parties')()) }}{%- endmacro %}
{% macro default__finds_affected_parties() -%}{{ return(true) }}{%- endmacro %}
{% macro spark__finds_affected_parties() -%}{{ return(false) }}{%- endmacro %}
