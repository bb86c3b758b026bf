{#-
  What receipts printed beside a key, over time: a version begins where a receipt prints something else
  than the one before. It turns 'a product has one name', which a renaming breaks, into a dependency that
  holds: a product has one name at a time.

  Of two things printed beside a key at one instant the one delivered later holds.

  Arguments: key and attributes, columns of the CTE 'printed', which has one row a print with sold_at,
  record_source, batch_date and audit_loaded_at.
  Continues a model after that CTE and ends it. The first version is valid from the low date.
-#}
{% macro printed_history(key, attributes) -%}
, printed_keys as (

    select
        {{ key }},
        min(sold_at) as first_sold_at,
        max(audit_loaded_at) as key_loaded_at,
        {% for attribute in attributes -%}
        min({{ attribute }}) <> max({{ attribute }}) or count({{ attribute }}) not in (0, count(*))
        {{ 'or ' if not loop.last }}
        {%- endfor -%}
        as is_various
    from printed
    group by {{ key }}

),

prints as (

    -- most keys have printed one thing alone, and have one version: their first print tells it
    select
        printed.{{ key }},
        printed.sold_at,
        {%- for attribute in attributes %}
        printed.{{ attribute }},
        {%- endfor %}
        min(printed.record_source) as record_source,
        min(printed.batch_date) as batch_date,
        max(printed.batch_date) as last_batch_date,
        max(printed_keys.key_loaded_at) as key_loaded_at
    from printed
    inner join printed_keys
        on printed.{{ key }} = printed_keys.{{ key }}
    where printed_keys.is_various
        or printed.sold_at is not distinct from printed_keys.first_sold_at
    group by
        printed.{{ key }}, printed.sold_at,
        {%- for attribute in attributes %} printed.{{ attribute }}{{ ',' if not loop.last }}{% endfor %}

),

ranked as (

    select
        *,
        row_number() over (
            partition by {{ key }}, sold_at
            order by last_batch_date desc{% for attribute in attributes %}, {{ attribute }} nulls last{% endfor %}
        ) as rank_at_instant
    from prints

),

compared as (

    select
        *,
        {%- for attribute in attributes %}
        lag({{ attribute }}) over (partition by {{ key }} order by sold_at nulls last) as previous_{{ attribute }},
        {%- endfor %}
        row_number() over (partition by {{ key }} order by sold_at nulls last) as print_number
    from ranked
    where rank_at_instant = 1

),

turning_points as (

    select
        *,
        lead(sold_at) over (partition by {{ key }} order by print_number) as next_sold_at,
        lead(batch_date) over (partition by {{ key }} order by print_number) as next_batch_date
    from compared
    where print_number = 1
        {%- for attribute in attributes %}
        or {{ attribute }} is distinct from previous_{{ attribute }}
        {%- endfor %}

)

select
    {{ key }},
    {%- for attribute in attributes %}
    {{ attribute }},
    {%- endfor %}
    case when print_number = 1 then {{ low_date() }} else sold_at end as valid_from,
    coalesce(next_sold_at, {{ high_date() }}) as valid_to,
    next_sold_at is null as is_current,
    record_source,
    batch_date,
    greatest(batch_date, coalesce(next_batch_date, batch_date)) as changed_in_batch_date,
    key_loaded_at as audit_loaded_at
from turning_points
{%- endmacro %}
