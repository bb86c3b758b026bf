{#-
  Every row finds exactly one member in each of its dimensions: no foreign key is null, none is without its
  member, and no member has the key twice, so that a join neither loses a row nor doubles one.

  Arguments: dimensions, {foreign key: dimension}, the dimension as a relation or as {dimension, key}. Without
    a key it is the dimension's own: dim_<noun> has <noun>_key.
  Gives a row a foreign key and value that fails, with what is wrong and how many rows it concerns.
-#}
{% test joins_its_dimensions(model, dimensions) %}

{% for foreign_key, given in dimensions.items() -%}
    {%- set dimension = given['dimension'] if given is mapping and 'dimension' in given else given -%}
    {%- set key = given['key'] if given is mapping and 'key' in given else (dimension | string).split('.')[-1] | replace('"', '') | replace('dim_', '', 1) ~ '_key' -%}
    select
        '{{ foreign_key }}' as foreign_key,
        cast(facts.{{ foreign_key }} as {{ dbt.type_string() }}) as key_value,
        case when members.member_count is null then 'has no member in ' else 'has several members in ' end
        || '{{ (dimension | string) | replace('"', '') }}' as problem,
        count(*) as row_count
    from {{ model }} as facts
    left join (
        select
            {{ key }},
            count(*) as member_count
        from {{ dimension }}
        group by {{ key }}
    ) as members
        on facts.{{ foreign_key }} = members.{{ key }}
    where members.member_count is null or members.member_count > 1
    group by facts.{{ foreign_key }}, members.member_count
    {{ 'union all' if not loop.last }}
{% endfor %}

{% endtest %}
