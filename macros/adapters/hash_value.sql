{#-
  Concept: the md5 of a text, in 16 bytes where the engine has a type for that.
  hash_type() names the type, for contracts.
-#}
{% macro hash_value(text) -%}{{ adapter.dispatch('hash_value')(text) }}{%- endmacro %}
{% macro hash_type() -%}{{ adapter.dispatch('hash_type')() }}{%- endmacro %}

{% macro default__hash_value(text) -%}md5({{ text }}){%- endmacro %}
{% macro default__hash_type() -%}{{ dbt.type_string() }}{%- endmacro %}

{% macro duckdb__hash_value(text) -%}cast(md5({{ text }}) as uuid){%- endmacro %}
{% macro duckdb__hash_type() -%}uuid{%- endmacro %}

{% macro postgres__hash_value(text) -%}cast(md5({{ text }}) as uuid){%- endmacro %}
{% macro postgres__hash_type() -%}uuid{%- endmacro %}

{#- Spark has no such type: a text, spelled as the others spell a uuid, so that a hash of a hash is the same everywhere. -#}
{% macro spark__hash_value(text) -%}
    regexp_replace(md5({{ text }}), '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '$1-$2-$3-$4-$5')
{%- endmacro %}
