{#-
  Pre-hook of a snapshot with personal columns: overwrites those of each person whose erasure bronze has
  carried out, in every version that was kept, so that a snapshot remembers no more of a person than
  bronze does. It runs before the states are compared: an erasure opens no version.

  Arguments: name, '<system>__<table>'.
-#}
{% macro erase_in_snapshot(name) %}
    {%- set bronze = ref('brz_' ~ name) -%}
    {%- if not execute or load_relation(this) is none -%}{{ return('') }}{%- endif -%}
    {%- set contract = source_contract(name) -%}
    {%- set key = contract.key[0] -%}
    update {{ this }}
    set
        {%- for column in contract.columns if column.erased_to %}
        {{ column.source }} = '{{ column.erased_to }}',
        {%- endfor %}
        is_erased = true
    where not is_erased
        and {{ key }} in (
            select {{ clean_key(contract.subject.key, fold=true) }}
            from {{ bronze }}
            where is_erased
        )
{% endmacro %}
