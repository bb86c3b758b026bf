{#-
  A vault mart holds the rows of the star's table of the same name, each as often, in the same columns, of the same
  types and in the same order; bookkeeping aside: batch dates, audit_key and load times. A project without
  the star (var styles) has nothing to compare.

  Arguments: star, the name of the star's table.
  Gives the rows that only one of them has; where the columns differ, the columns of both instead.
-#}
{% test equals_the_star(model, star) %}
    {%- set has_star = 'kimball' in var('styles') -%}
    {{- config(enabled=has_star) -}}
    {%- set bookkeeping = ['batch_date', 'changed_in_batch_date', 'audit_key', 'audit_loaded_at'] -%}
    {%- set table = ref(star) if has_star else model -%}
    {%- set expected = columns_in_order(table) | rejectattr('name', 'in', bookkeeping) | list -%}
    {%- set present = columns_in_order(model) -%}
    {%- if expected == present %}

with

-- read once each: a mart is a view
star as (

    select * from {{ table }}

),

mart as (

    select * from {{ model }}

)

{{ rows_that_differ('star', 'mart', expected | map(attribute='name') | list) }}
    {%- else %}
        {%- for side, columns in [('star', expected), ('mart', present)] %}
            {%- set outer = loop %}
            {%- for column in columns %}

select
    '{{ side }}' as side,
    {{ loop.index }} as position,
    '{{ column.name }} {{ column.type }}' as column_found
{{ 'union all' if not (outer.last and loop.last) }}
            {%- endfor %}
        {%- endfor %}
    {%- endif %}

{% endtest %}
