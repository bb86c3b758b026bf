{#-
  Every delivered row of a source table, typed, with the verdict on it:
    accepted     it keeps all rules of the contract
    duplicate    a later row of the same delivery has the same key and change time
    quarantined  it breaks a rule, named in broken_rule

  Looks at one delivery at a time and at nothing else, so the order in which deliveries are loaded
  cannot matter. A delivery is checked again when an erasure has changed its rows.

  Arguments: name, '<system>__<table>'.
-#}
{% macro checked_rows(name) %}
    {%- set bronze = ref('brz_' ~ name) -%}
    {%- if not execute -%}{{ return(unread_contract()) }}{%- endif -%}
    {%- set contract = source_contract(name) -%}
    {%- set erased = ['is_erased'] if contract.subject else [] %}

with

delivered as (

    select
        batch_date,
        delivery_number,
        row_number,
        record_source,
        {%- for column in erased %}
        {{ column }},
        {%- endfor %}
        {%- for column in contract.columns %}
        {{ column.source }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ bronze }}
    {%- if is_incremental() %}
    where {{ is_pending_delivery(
        _delivery_sizes(bronze, erased),
        _delivery_sizes(this, erased)
    ) }}
    {%- endif %}

),

typed as (

    select
        batch_date,
        delivery_number,
        row_number,
        {%- for column in erased %}
        {{ column }},
        {%- endfor %}
        {%- for column in contract.columns %}
        {%- if column.name == 'change_operation' %}
        lower(trim(both ' ' from {{ column.source }})) as change_operation,
        {%- elif column.is_text %}
        {{ _aliased(clean_key(column.source, column.is_folded) if column.is_key or column.is_folded else column.source, column.name) }},
        {%- else %}
        {{ column.source }} as raw_{{ column.name }},
        {{ parse_as(column.source, column.type) }} as {{ column.name }},
        {%- endif %}
        {%- if column.local_date %}
        {{ parse_as("substring(trim(both ' ' from " ~ column.source ~ "), 1, 10)", 'date') }} as {{ column.local_date }},
        {%- endif %}
        {%- endfor %}
        {%- for column in contract.extracted %}
        {%- set member = json_text(column.from, column.name) %}
        {{ clean_key(member, column.is_folded) if column.is_folded else parse_as(member, column.type) }} as {{ column.name }},
        {%- endfor %}
        record_source
    from delivered

),

dated as (

    select
        *,
        {%- if contract.kind == 'cdc' %}
        change_operation = 'd' as is_deleted
        {%- else %}
        {{ contract.change_time or 'cast(batch_date + 1 as timestamp)' }} as changed_at,
        false as is_deleted
        {%- endif %}
    from typed

),

judged as (

    select
        *,
        case
            {%- for rule in row_rules(contract) %}
            when {{ rule.refuse_when }} then '{{ rule.name }}'
            {%- endfor %}
        end as broken_rule
    from dated

),

ranked as (

    select
        *,
        max(row_number) over (
            partition by
                batch_date,
                delivery_number,
                broken_rule is null,
                {%- for column in contract.key %}
                {{ column }},
                {%- endfor %}
                changed_at
        ) as last_row_number
    from judged

)

select
    batch_date,
    delivery_number,
    row_number,
    record_source,
    {%- for column, type in contract.typed %}
    {{ column }},
    {%- endfor %}
    changed_at,
    is_deleted,
    {%- for column in erased %}
    {{ column }},
    {%- endfor %}
    case
        when broken_rule is not null then 'quarantined'
        when row_number < last_row_number then 'duplicate'
        else 'accepted'
    end as verdict,
    broken_rule,
    case when broken_rule is null and row_number < last_row_number then last_row_number end as kept_row_number,
    {{ hash_diff(contract.payload) }} as hash_diff,
    {{ load_time() }} as audit_loaded_at,
    cast('{{ invocation_id }}' as {{ dbt.type_string() }}) as audit_invocation_id
from ranked
{% endmacro %}


{% macro _aliased(expression, name) -%}
    {{ expression }}{{ ' as ' ~ name if expression != name }}
{%- endmacro %}


{#- Query for the deliveries in a table and how many rows, and erased rows, each one has. -#}
{% macro _delivery_sizes(relation, erased) -%}
    select
        batch_date, delivery_number, count(*) as row_count
        {%- for column in erased %}, sum(case when {{ column }} then 1 else 0 end) as erased_count{% endfor %}
    from {{ relation }}
    group by batch_date, delivery_number
{%- endmacro %}


{#-
  The accepted rows of each delivery: what was delivered, typed and renamed, one row a key, change and
  delivery. Unchanged rows of full extracts are kept. Arguments: name, '<system>__<table>'.
-#}
{% macro accepted_rows(name) %}
    {%- set checked = ref('chk_' ~ name) -%}
    {%- if not execute -%}{{ return(unread_contract()) }}{%- endif -%}
    {%- set contract = source_contract(name) %}

select
    batch_date,
    delivery_number,
    row_number,
    record_source,
    {%- for column, type in contract.typed %}
    {{ column }},
    {%- endfor %}
    changed_at,
    is_deleted,
    {%- if contract.subject %}
    is_erased,
    {%- endif %}
    hash_diff,
    audit_loaded_at
from {{ checked }}
where verdict = 'accepted'
{% endmacro %}


{#-
  The rows that were not accepted, each with the rule it broke, the reason in words and the row as it
  was delivered. Duplicates are here too, told apart by their verdict. Arguments: name,
  '<system>__<table>'.
-#}
{% macro refused_rows(name) %}
    {%- set bronze = ref('brz_' ~ name) -%}
    {%- set checked = ref('chk_' ~ name) -%}
    {%- if not execute -%}{{ return(unread_contract()) }}{%- endif -%}
    {%- set contract = source_contract(name) %}

select
    checked.batch_date,
    checked.delivery_number,
    checked.row_number,
    checked.record_source,
    {% for column in contract.key -%}
    coalesce(cast(checked.{{ column }} as {{ dbt.type_string() }}), '?'){{ " || '|' || " if not loop.last }}
    {%- endfor %} as business_key,
    checked.verdict,
    coalesce(checked.broken_rule, 'duplicate_in_delivery') as broken_rule,
    case
        when checked.verdict = 'duplicate'
            then 'row ' || cast(checked.kept_row_number as {{ dbt.type_string() }}) || ' of the same delivery has the same key and change time'
        {%- for rule in row_rules(contract) %}
        when checked.broken_rule = '{{ rule.name }}' then {{ rule.because }}
        {%- endfor %}
    end as reason,
    {{ _delivered_row_as_json(contract) }} as delivered_row
from {{ checked }} as checked
inner join {{ bronze }} as delivered
    on
        checked.batch_date = delivered.batch_date
        and checked.delivery_number = delivered.delivery_number
        and checked.row_number = delivered.row_number
where checked.verdict <> 'accepted'
{% endmacro %}

{% macro _delivered_row_as_json(contract) -%}
    {%- set members = {} -%}
    {%- for column in contract.columns -%}{%- do members.update({column.source: 'delivered.' ~ column.source}) -%}{%- endfor -%}
    {{ json_object(members) }}
{%- endmacro %}
