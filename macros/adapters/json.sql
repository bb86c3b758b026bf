{#-
  Concept: JSON in text columns.
  is_json(value)          whether the text is well-formed JSON
  json_text(value, name)  a member of a JSON object as text; null where it is missing, null, or the
                          text is no JSON
  json_object(members)    an object from a dictionary of names and text expressions, nulls kept

  Engines agree on JSON as its standard has it, and on members that are texts, integers and booleans. Beyond that they
  do not: DuckDB takes NaN and a comma at the end for JSON; of a member that comes twice it reads the first, PostgreSQL
  the last; decimals and members that are objects or lists are not spelled alike.
-#}
{% macro is_json(value) -%}{{ adapter.dispatch('is_json')(value) }}{%- endmacro %}
{% macro json_text(value, name) -%}{{ adapter.dispatch('json_text')(value, name) }}{%- endmacro %}
{% macro json_object(members) -%}{{ adapter.dispatch('json_object')(members) }}{%- endmacro %}

{% macro duckdb__is_json(value) -%}json_valid({{ value }}){%- endmacro %}
{% macro duckdb__json_text(value, name) -%}
    case when json_valid({{ value }}) then json_extract_string({{ value }}, '$.{{ name }}') end
{%- endmacro %}
{% macro duckdb__json_object(members) -%}
    cast(json_object({% for name, value in members.items() %}'{{ name }}', {{ value }}{{ ', ' if not loop.last }}{% endfor %}) as {{ dbt.type_string() }})
{%- endmacro %}

{% macro postgres__is_json(value) -%}functions.is_json({{ value }}){%- endmacro %}
{% macro postgres__json_text(value, name) -%}functions.json_text({{ value }}, '{{ name }}'){%- endmacro %}
{% macro postgres__json_object(members) -%}
    '{' || {% for name, value in members.items() %}'"{{ name }}":' || coalesce(cast(to_json({{ value }}) as text), 'null') || {{ "',' || " if not loop.last }}{% endfor %}'}'
{%- endmacro %}

{#-
  Spark's parser ends with the first value, whatever follows, so the text is read as the element of a list and as a
  member of an object: what would close one early breaks the other. Half of a pair of surrogates it takes for a '?';
  such a text is refused by its spelling, once whole pairs and escaped backslashes are out of sight.
-#}
{% macro spark__is_json(value) -%}
    (
        try_parse_json('[' || {{ value }} || ']') is not null
        and try_parse_json('{"value":' || {{ value }} || '}') is not null
        and not regexp_replace({{ value }}, '\\\\\\\\|\\\\u[dD][89abAB]..\\\\u[dD][c-fC-F]..', '') rlike '\\\\u[dD][89a-fA-F]'
    )
{%- endmacro %}
{% macro spark__json_text(value, name) -%}
    case when {{ is_json(value) }} then try_variant_get(try_parse_json({{ value }}), '$.{{ name }}', 'string') end
{%- endmacro %}
{% macro spark__json_object(members) -%}
    to_json(
        named_struct({% for name, value in members.items() %}'{{ name }}', {{ value }}{{ ', ' if not loop.last }}{% endfor %}),
        map('ignoreNullFields', 'false')
    )
{%- endmacro %}
