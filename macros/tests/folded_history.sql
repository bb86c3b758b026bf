{#-
  Query for the versions that some columns of a history have: neighbours that touch and agree in these columns
  are one. What a satellite that holds only these columns must show.

  Arguments: history, relation with valid_from and valid_to; key and columns, lists.
-#}
{% macro folded_history(history, key, columns) -%}
    select
        {{ (key + columns) | join(',\n        ') }},
        min(valid_from) as valid_from,
        max(valid_to) as valid_to
    from (
        select
            *,
            sum(begins) over (
                partition by {{ key | join(', ') }} order by valid_from
                rows between unbounded preceding and current row
            ) as version_number
        from (
            select
                *,
                case
                    when lag(valid_to) over (partition by {{ key | join(', ') }} order by valid_from) = valid_from
                        and lag({{ hash_diff(columns) }}) over (partition by {{ key | join(', ') }} order by valid_from) = {{ hash_diff(columns) }}
                        then 0
                    else 1
                end as begins
            from {{ history }}
        ) as compared
    ) as numbered
    group by {{ (key + columns) | join(', ') }}, version_number
{%- endmacro %}
