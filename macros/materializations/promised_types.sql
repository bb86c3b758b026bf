{#-
  Concept: the types of a model's contract, where an engine does not give them to the rows by itself.

  engine_type(type)   how the engine spells a type of a contract
  _as_promised(sql)   the query with each column cast to the type that the contract names, in the contract's order
-#}
{% macro engine_type(type) -%}{{ adapter.dispatch('engine_type')(type | trim) }}{%- endmacro %}
{% macro default__engine_type(type) -%}{{ type }}{%- endmacro %}

{#- A list of structs is struct(name type, ...)[] in a contract; its fields have no type with a bracket but decimals. -#}
{% macro spark__engine_type(type) -%}
    {%- if type.startswith('struct(') and type.endswith(')[]') -%}
        {%- set fields = [] -%}
        {%- for name, field_type in modules.re.findall('(\\w+) (\\w+(?:\\([\\d, ]+\\))?)', type[7:-3]) -%}
            {%- do fields.append(name ~ ': ' ~ spark__engine_type(field_type)) -%}
        {%- endfor -%}
        array<struct<{{ fields | join(', ') }}>>
    {%- else -%}
        {{ 'string' if type == 'text' else type }}
    {%- endif -%}
{%- endmacro %}

{% macro _as_promised(sql) -%}
    select
        {%- for column in model.columns.values() %}
        cast({{ column.name }} as {{ engine_type(column.data_type) }}) as {{ column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        {{ sql }}
    ) as promised
{%- endmacro %}
