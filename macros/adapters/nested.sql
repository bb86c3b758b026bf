{#-
  Concept: rows nested in a row.

  nest(fields, ordered_by)  aggregate: the rows of a group as a list of structs, in the order of ordered_by, a list of
                            columns that leaves no tie; fields, a map of the struct's fields to expressions
  nested_rows(relation, column, fields, beside=[])
                            the way back, a query with a row each struct in the list: beside, columns of the relation,
                            and fields, a map of the wanted fields of the struct to their types; a row whose list is
                            null or empty gives none
-#}
{% macro nest(fields, ordered_by) -%}{{ adapter.dispatch('nest')(fields, ordered_by) }}{%- endmacro %}
{% macro nested_rows(relation, column, fields, beside=[]) -%}
    {{ adapter.dispatch('nested_rows')(relation, column, fields, beside) }}
{%- endmacro %}

{% macro duckdb__nest(fields, ordered_by) -%}
    list(
        struct_pack({% for name, value in fields.items() %}{{ name }} := {{ value }}{{ ', ' if not loop.last }}{% endfor %})
        order by {{ ordered_by | join(', ') }}
    )
{%- endmacro %}

{% macro duckdb__nested_rows(relation, column, fields, beside) -%}
    select
        {% for name in beside -%}
        {{ name }},
        {% endfor -%}
        {% for name, type in fields.items() -%}
        cast(nested_row.{{ name }} as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from (
        select
            {% for name in beside -%}
            {{ name }},
            {% endfor -%}
            unnest({{ column }}) as nested_row
        from {{ relation }}
    ) as unnested
{%- endmacro %}

{#- A list is a jsonb array here, which has equality; numbers keep their scale in it. -#}
{% macro postgres__nest(fields, ordered_by) -%}
    jsonb_agg(
        jsonb_build_object({% for name, value in fields.items() %}'{{ name }}', {{ value }}{{ ', ' if not loop.last }}{% endfor %})
        order by {{ ordered_by | join(', ') }}
    )
{%- endmacro %}

{% macro postgres__nested_rows(relation, column, fields, beside) -%}
    select
        {% for name in beside -%}
        nesting.{{ name }},
        {% endfor -%}
        {% for name, type in fields.items() -%}
        cast(nested_row ->> '{{ name }}' as {{ type }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from {{ relation }} as nesting
    cross join lateral jsonb_array_elements(nesting.{{ column }}) as nested_row
{%- endmacro %}

{#-
  Spark's aggregate has no order: the columns that decide it stand first in each struct while it is sorted. They are
  of types that Spark orders as the other engines do, and never null.
-#}
{% macro spark__nest(fields, ordered_by) -%}
    transform(
        array_sort(collect_list(struct(
            {% for column in ordered_by %}{{ column }} as order_{{ loop.index }}, {% endfor %}
            struct({% for name, value in fields.items() %}{{ value }} as {{ name }}{{ ', ' if not loop.last }}{% endfor %}) as nested_row
        ))),
        sorted -> sorted.nested_row
    )
{%- endmacro %}

{% macro spark__nested_rows(relation, column, fields, beside) -%}
    select
        {% for name in beside -%}
        {{ name }},
        {% endfor -%}
        {% for name, type in fields.items() -%}
        cast(nested_row.{{ name }} as {{ engine_type(type) }}) as {{ name }}{{ ',' if not loop.last }}
        {% endfor -%}
    from (
        select
            {% for name in beside -%}
            {{ name }},
            {% endfor -%}
            explode({{ column }}) as nested_row
        from {{ relation }}
    ) as unnested
{%- endmacro %}

{#-
  What a unit test gives a column. Rows nested in a row are JSON there, as on the other engines; dbt-spark's own macro
  takes the quotes from it, and what is left is no SQL.
-#}
{% macro spark__safe_cast(field, type) -%}
    {%- if type.lower().startswith('array') -%}
        from_json({{ field }}, '{{ type }}')
    {%- else -%}
        cast({{ field }} as {{ type }})
    {%- endif -%}
{%- endmacro %}
