{#-
  The only two ways to make a hash. Both join the text of their inputs so that no two different lists
  of inputs give the same text: '~' is written '~0', the delimiter '|' inside a value '~1', and a null
  '~n', which no value can be.

  hash_key(columns)   identity. Inputs are trimmed, so that a key with blanks around it is the same
                      key; fold a key with clean_key() first where it says so.
  hash_diff(columns)  state. Values exactly as they are; null and '' differ.

  Inputs: integers, decimals, booleans, dates, timestamps without zone and text: types whose text is
  the same on every engine. Never floats. Result: see hash_value().
-#}
{% macro hash_key(columns) -%}
    {{ _hash(columns, trimmed=true) }}
{%- endmacro %}

{% macro hash_diff(columns) -%}
    {{ _hash(columns, trimmed=false) }}
{%- endmacro %}

{% macro _hash(columns, trimmed) -%}
    {%- set parts = [] -%}
    {%- for column in columns -%}
        {%- set text = 'cast(' ~ column ~ ' as ' ~ dbt.type_string() ~ ')' -%}
        {%- if trimmed -%}{%- set text = "trim(both ' ' from " ~ text ~ ")" -%}{%- endif -%}
        {%- do parts.append("coalesce(replace(replace(" ~ text ~ ", '~', '~0'), '|', '~1'), '~n')") -%}
    {%- endfor -%}
    {{ hash_value(parts | join(" || '|' || ")) }}
{%- endmacro %}
