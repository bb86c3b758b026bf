{#-
  Concept: a text as a literal of SQL, whatever is in it.
-#}
{% macro text_literal(text) -%}{{ adapter.dispatch('text_literal')(text) }}{%- endmacro %}
{% macro default__text_literal(text) -%}'{{ text | replace("'", "''") }}'{%- endmacro %}
{#- A backslash begins an escape there. -#}
{% macro spark__text_literal(text) -%}'{{ text | replace("\\", "\\\\") | replace("'", "\\'") }}'{%- endmacro %}
