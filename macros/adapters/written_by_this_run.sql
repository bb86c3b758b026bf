{#-
  Concept: condition, for a post-hook, that a row is one that this run wrote and that the hook has therefore not seen.
  On Spark writing and hook are no transaction: a run that is killed between them leaves rows that no hook has seen, so
  that there every row may be one.
-#}
{% macro is_written_by_this_run() -%}{{ adapter.dispatch('is_written_by_this_run')() }}{%- endmacro %}

{% macro default__is_written_by_this_run() -%}
    audit_loaded_at >= cast('{{ run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') }}' as timestamp)
{%- endmacro %}

{% macro spark__is_written_by_this_run() -%}1 = 1{%- endmacro %}
