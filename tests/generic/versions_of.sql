{#-
  The model holds exactly the versions that a history of staging holds, no more and no fewer, each with its
  validity and batch dates; a member's first version holds from the low date.

  Arguments: history, the relation; key, its columns; from_the_beginning, true for members.
-#}
{% test versions_of(model, history, key, from_the_beginning=false) %}

with

expected as (

    select
        {{ key | join(', ') }},
        {% if from_the_beginning -%}
        case when valid_from = min(valid_from) over (partition by {{ key | join(', ') }}) then {{ low_date() }} else valid_from end as valid_from,
        {%- else -%}
        valid_from,
        {%- endif %}
        valid_to,
        is_current,
        record_source,
        batch_date,
        changed_in_batch_date
    from {{ history }}

),

present as (

    select * from {{ model }}

)

{{ rows_that_differ('expected', 'present', key + ['valid_from', 'valid_to', 'is_current', 'record_source', 'batch_date', 'changed_in_batch_date']) }}

{% endtest %}
