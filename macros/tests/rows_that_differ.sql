{#-
  Query for the rows that two relations (or CTEs) do not share, duplicates counted: what the left one has
  and the right one lacks, and the reverse. No row means that they are equal.

  Arguments: left and right, by name; columns, the ones to compare.
-#}
{% macro rows_that_differ(left, right, columns) -%}
    {%- set columns = columns | join(',\n    ') -%}
select
    'only in {{ left }}' as difference,
    {{ columns }}
from (
    select
    {{ columns }}
    from {{ left }}
    except all
    select
    {{ columns }}
    from {{ right }}
) as missing

union all

select
    'only in {{ right }}' as difference,
    {{ columns }}
from (
    select
    {{ columns }}
    from {{ right }}
    except all
    select
    {{ columns }}
    from {{ left }}
) as surplus
{%- endmacro %}
