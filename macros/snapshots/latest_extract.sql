{#-
  What a source that delivers full extracts shows now: the rows of its newest extract within the run's
  bound, as delivered, with the key cleaned. Of a key that comes twice the last row counts. An empty
  extract is none: it says nothing.

  Arguments: name, '<system>__<table>'; with_shown_since, whether to add the column of that name: the end of
    the day of the first extract from which on the source has shown the row as it is now, without a
    break. It stands in for the time of change that such a source does not keep.
-#}
{% macro latest_extract(name, with_shown_since=false) %}
    {%- set bronze = ref('brz_' ~ name) -%}
    {%- set manifest = ref('brz_reference__deliveries') -%}
    {%- if not execute -%}{{ return(unread_contract()) }}{%- endif -%}
    {%- set contract = source_contract(name) -%}
    {%- set key = contract.key | join(', ') -%}
    {%- set delivered = [] -%}
    {%- for column in contract.columns -%}{%- do delivered.append(column.source) -%}{%- endfor -%}
    {%- if contract.subject -%}{%- do delivered.append('is_erased') -%}{%- endif %}

with

extracts as (

    select
        batch_date,
        max(delivery_number) as delivery_number,
        row_number() over (order by batch_date) as extract_number,
        row_number() over (order by batch_date desc) as recency
    from {{ bronze }}
    where {{ is_within_bound() }}
    group by batch_date

),

keyed as (

    select
        {%- for column in contract.columns if column.is_key %}
        {{ clean_key('delivered.' ~ column.source, column.is_folded) }} as {{ column.name }},
        {%- endfor %}
        {%- for column in delivered %}
        delivered.{{ column }},
        {%- endfor %}
        delivered.row_number,
        extracts.batch_date,
        extracts.extract_number,
        {%- if with_shown_since %}
        {{ hash_diff(delivered) }} as state,
        {%- endif %}
        extracts.recency
    from {{ bronze }} as delivered
    inner join extracts
        on delivered.batch_date = extracts.batch_date and delivered.delivery_number = extracts.delivery_number
    {%- if not with_shown_since %}
    where extracts.recency = 1
    {%- endif %}

),

ranked as (

    select
        *,
        row_number() over (partition by {{ key }}, extract_number order by row_number desc) as duplicate_number
    from keyed
    where {% for column in contract.key %}{{ column }} is not null{{ ' and ' if not loop.last }}{% endfor %}

)
{%- if with_shown_since %},

compared as (

    select
        *,
        lag(extract_number) over (partition by {{ key }} order by extract_number) as previous_extract_number,
        lag(state) over (partition by {{ key }} order by extract_number) as previous_state
    from ranked
    where duplicate_number = 1

),

dated as (

    select
        *,
        max(
            case
                when previous_extract_number = extract_number - 1 and previous_state = state then null
                else batch_date
            end
        ) over (partition by {{ key }}) as shown_since_date
    from compared

)
{%- endif %}

select
    {{ key }},
    {%- for column in delivered %}
    {{ column }}{{ ',' if with_shown_since or not loop.last }}
    {%- endfor %}
    {%- if with_shown_since %}
    cast(shown_since_date + 1 as timestamp) as shown_since
    {%- endif %}
{%- if with_shown_since %}
from dated
where recency = 1
{%- else %}
from ranked
where duplicate_number = 1
{%- endif %}
{% endmacro %}
