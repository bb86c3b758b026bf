{#-
  Whether this model, just written, has as many rows as it should: what a post-hook that takes out what is gone
  asks before it compares keys. An increment has written all that its inputs give, so where the numbers are
  equal nothing is gone. Counting reads no key: at a size where comparing takes seconds it takes
  milliseconds. Where a model leaves out some of its input the numbers differ in every run, and keys are compared.

  Arguments: expected, a query that gives one number; of_this, the expression that is to be that number, over the
    rows of this model.
-#}
{% macro holds_as_many_rows_as(expected, of_this='count(*)') -%}
    {%- if not execute -%}{{ return(false) }}{%- endif -%}
    {{ return(run_query(
        'select case when (select ' ~ of_this ~ ' from ' ~ this ~ ') = (' ~ expected ~ ') then 1 else 0 end'
    ).rows[0][0] == 1) }}
{%- endmacro %}
