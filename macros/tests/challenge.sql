{#-
  The end of a data challenge's test: the rows by which the CTEs expected and actual differ, compared as
  multisets, once the ledger has been delivered and the challenge with it. A warehouse on other data, or
  as of an earlier day, has nothing to show.

  Arguments: challenge_id, as in reference.data_challenges; complete_on, the batch date of the last
  delivery that belongs to the challenge.
-#}
{% macro challenge(challenge_id, complete_on) -%}
,

missing as (

    select * from expected
    except all
    select * from actual

),

unexpected as (

    select * from actual
    except all
    select * from expected

),

differences as (

    select 'missing' as difference, missing.*
    from missing
    union all
    select 'unexpected' as difference, unexpected.*
    from unexpected

)

select differences.*
from differences
where exists (
    select 1
    from {{ ref('stg_reference__data_challenges') }}
    where challenge_id = '{{ challenge_id }}'
)
and {{ as_of_date() }} >= date '{{ complete_on }}'
{%- endmacro %}
