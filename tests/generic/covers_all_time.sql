{#-
  The versions of a key are half-open intervals [valid_from, valid_to) that cover all time, from the low
  date to the high date, without gap, overlap or empty interval; the last one is current and no other is.
-#}
{% test covers_all_time(model, key) %}

with

versions as (

    select
        {{ key | join(', ') }},
        valid_from,
        valid_to,
        is_current,
        lag(valid_to) over (partition by {{ key | join(', ') }} order by valid_from, valid_to) as previous_valid_to,
        lead(valid_from) over (partition by {{ key | join(', ') }} order by valid_from, valid_to) as next_valid_from
    from {{ model }}

)

select *
from versions
where valid_from >= valid_to
    or valid_from <> coalesce(previous_valid_to, {{ low_date() }})
    or valid_to <> coalesce(next_valid_from, {{ high_date() }})
    or is_current <> (next_valid_from is null)

{% endtest %}
