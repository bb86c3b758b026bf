{#-
  Bronze: every delivered row of a source table, as delivered, each delivery once.

  Arguments: name, '<system>__<table>'.
  Reads the landed table, adds the deliveries that the manifest, as bronze has it, lists within the run's bound
  and not here yet. Never cleans, never drops a row, never updates one (erasure alone does, see
  erase_persons).
-#}
{% macro delivered_rows(name) %}
    {%- set landed = ref(name) -%}
    {%- set manifest = ref('brz_reference__deliveries') -%}
    {%- if not execute -%}{{ return(unread_contract()) }}{%- endif -%}
    {%- set contract = source_contract(name) %}

with

landed as (

    select
        cast(batch_date as date) as batch_date,
        cast(delivery_number as integer) as delivery_number,
        cast(row_number as integer) as row_number,
        {%- for column in contract.columns %}
        {{ column.source }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ landed }}

)

select
    batch_date,
    delivery_number,
    row_number,
    cast('{{ contract.record_source }}' as {{ dbt.type_string() }}) as record_source,
    {%- for column in contract.columns %}
    {{ column.source }},
    {%- endfor %}
    {%- if contract.subject %}
    false as is_erased,
    {%- endif %}
    {{ load_time() }} as audit_loaded_at,
    cast('{{ invocation_id }}' as {{ dbt.type_string() }}) as audit_invocation_id
from landed
where {{ is_within_bound() }}
    {%- if is_incremental() %}
    and {{ is_pending_delivery(
        listed_deliveries(manifest, contract),
        'select distinct batch_date, delivery_number from ' ~ this
    ) }}
    {%- endif %}
{% endmacro %}


{#- Query for the deliveries of a table that the landed manifest lists, within the bound, and that have rows. -#}
{% macro listed_deliveries(manifest, contract) -%}
    select cast(batch_date as date) as batch_date, cast(delivery_number as integer) as delivery_number
    from {{ manifest }}
    where system_name = '{{ contract.system }}' and table_name = '{{ contract.table }}'
        and cast(row_count as integer) > 0
        and {{ is_within_bound('cast(batch_date as date)') }}
{%- endmacro %}


{#-
  Post-hook of bronze tables with personal columns: overwrites those of each person for whom an
  erasure request was delivered, in the rows that are there and in those just loaded. The one
  exception to append-only. Keys, counts and money stay.
-#}
{% macro erase_persons(name) %}
    {%- set requests = ref('shop__erasure_requests') -%}
    {%- if not execute -%}{{ return('') }}{%- endif -%}
    {%- set contract = source_contract(name) -%}
    update {{ this }}
    set
        {%- for column in contract.columns if column.erased_to %}
        {{ column.source }} = '{{ column.erased_to }}',
        {%- endfor %}
        is_erased = true
    where not is_erased
        and {{ clean_key(contract.subject.key, fold=true) }} in (
            select {{ clean_key('subject_id', fold=true) }}
            from {{ requests }}
            where subject_system = '{{ contract.subject.system }}'
                and op <> 'd'
                and {{ is_within_bound('cast(batch_date as date)') }}
        )
{% endmacro %}
