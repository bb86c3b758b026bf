{#-
  The versions of a key are half-open intervals [valid_from, valid_to) that do not overlap, none of them
  empty; at most one is current, and it alone has the open end; two versions that touch differ.
-#}
{% test valid_intervals(model, key) %}

with

versions as (

    select
        *,
        lead(valid_from) over (partition by {{ key | join(', ') }} order by valid_from) as next_valid_from,
        lead(hash_diff) over (partition by {{ key | join(', ') }} order by valid_from) as next_hash_diff
    from {{ model }}

)

select
    {{ key | join(', ') }},
    valid_from,
    valid_to,
    next_valid_from,
    is_current
from versions
where valid_from >= valid_to
    or next_valid_from < valid_to
    or is_current <> (valid_to = {{ high_date() }})
    or (next_valid_from = valid_to and next_hash_diff = hash_diff)

{% endtest %}
