{#-
  The determinant columns determine the dependent ones: rows that agree in the former agree in the latter,
  null counting as a value. Returns each combination of determinants that comes with several dependents.
-#}
{% test functional_dependency(model, determinant, dependent) %}

with

combinations as (

    -- distinct: a dependency speaks of combinations of values, however many rows show them
    select distinct
        {{ (determinant + dependent) | join(',\n        ') }}
    from {{ model }}

)

select
    {{ determinant | join(',\n    ') }},
    count(*) as combination_count
from combinations
group by {{ determinant | join(', ') }}
having count(*) > 1

{% endtest %}
