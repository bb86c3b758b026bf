{#- Concept: whether the engine can enforce primary and foreign keys. Asked by keys_are_enforced (macros/keys/enforced_keys.sql). -#}
{% macro default__enforces_keys() %}{{ return(true) }}{% endmacro %}
{% macro spark__enforces_keys() %}{{ return(false) }}{% endmacro %}
