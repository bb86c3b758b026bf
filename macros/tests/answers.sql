{#- The columns of a relation, as [{name, type}]; a stand-in while dbt parses. -#}
{% macro columns_in_order(relation) %}
    {%- set columns = [] -%}
    {%- for column in (adapter.get_columns_in_relation(relation) if execute else []) -%}
        {%- do columns.append({'name': column.name, 'type': column.data_type}) -%}
    {%- endfor -%}
    {{ return(columns or [{'name': 'unread_column', 'type': 'unread'}]) }}
{% endmacro %}


{#-
  Query for the rows that do not come as often in each of several relations, with their number in each of
  them: inmon_row_count for a relation whose name ends in __inmon.

  Arguments: relations; columns, as columns_in_order() gives them, of all of them.
-#}
{% macro answers_that_differ(relations, columns) -%}
    {%- set names = columns | map(attribute='name') | join(', ') -%}
    {%- set styles = [] -%}
    {%- for relation in relations -%}{%- do styles.append(relation.identifier.split('__')[-1]) -%}{%- endfor -%}
    select
        {{ names }}
        {%- for style in styles %},
        sum(in_{{ style }}) as {{ style }}_row_count
        {%- endfor %}
    from (
        {%- for relation in relations %}
        {%- set own = styles[loop.index0] %}
        select
            {{ names }}
            {%- for style in styles %},
            {{ 1 if style == own else 0 }} as in_{{ style }}
            {%- endfor %}
        from {{ relation }}
        {{ 'union all' if not loop.last }}
        {%- endfor %}
    ) as answers
    group by {{ names }}
    having {% for style in styles[1:] -%}
        {{ 'or ' if not loop.first }}sum(in_{{ style }}) <> sum(in_{{ styles[0] }})
    {% endfor %}
{%- endmacro %}


{#-
  Query for the positions in which the columns of a style are not those of the model.

  Arguments: columns, as columns_in_order() gives them, of the model; styles, relations.
-#}
{% macro columns_that_differ(columns, styles) -%}
    {%- set differences = [] -%}
    {%- for style in styles -%}
        {%- set found = columns_in_order(style) -%}
        {%- for position in range([columns | length, found | length] | max) -%}
            {%- set in_model = columns[position] if position < columns | length else {'name': 'none', 'type': ''} -%}
            {%- set in_style = found[position] if position < found | length else {'name': 'none', 'type': ''} -%}
            {%- if in_model != in_style -%}
                {%- do differences.append({'style': style, 'number': position + 1, 'in_model': in_model, 'in_style': in_style}) -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- for difference in differences -%}
        select
            '{{ difference.style.identifier }}' as style,
            {{ difference.number }} as position,
            '{{ difference.in_model.name }} {{ difference.in_model.type }}' as column_in_model,
            '{{ difference.in_style.name }} {{ difference.in_style.type }}' as column_in_style
        {{ 'union all' if not loop.last }}
    {% endfor %}
{%- endmacro %}
