{#- The open end of a validity interval: no version is valid at or after it. -#}
{% macro high_date() -%}cast('9999-12-31 00:00:00' as timestamp){%- endmacro %}

{#- The beginning of all validity: the first version of every member holds from here. -#}
{% macro low_date() -%}cast('1900-01-01 00:00:00' as timestamp){%- endmacro %}
