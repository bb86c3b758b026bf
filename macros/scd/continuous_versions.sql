{#-
  The versions of a member without gaps, for a dimension in which every instant of every key must find
  one row: a version goes on until the next one begins, also where the source had dropped the key in
  between (ended_at then says since when), and a key that nothing describes yet has one row for all time,
  the inferred member. Once it is described, its first version, from the low date, is the same row.

  Arguments: identities and versions, relations or CTEs of one entity of the enterprise model; key, its
    column; attributes, the columns of versions that are wanted.
  Returns: a query with key, attributes, valid_from, valid_to, is_current, ended_at, is_inferred, batch_date.
-#}
{% macro continuous_versions(identities, versions, key, attributes) -%}
    {%- set in_time = '(partition by ' ~ identities ~ '.' ~ key ~ ' order by ' ~ versions ~ '.valid_from nulls last)' %}
    select
        {{ identities }}.{{ key }},
        {%- for attribute in attributes %}
        {{ versions }}.{{ attribute }},
        {%- endfor %}
        coalesce({{ versions }}.valid_from, {{ low_date() }}) as valid_from,
        coalesce(lead({{ versions }}.valid_from) over {{ in_time }}, {{ high_date() }}) as valid_to,
        lead({{ versions }}.valid_from) over {{ in_time }} is null as is_current,
        case
            when {{ versions }}.valid_to < coalesce(lead({{ versions }}.valid_from) over {{ in_time }}, {{ high_date() }})
                then {{ versions }}.valid_to
        end as ended_at,
        {{ identities }}.is_inferred,
        coalesce({{ versions }}.batch_date, {{ identities }}.batch_date) as batch_date
    from {{ identities }}
    left join {{ versions }}
        on {{ identities }}.{{ key }} = {{ versions }}.{{ key }}
{%- endmacro %}
