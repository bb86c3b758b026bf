{#-
  The groups that an incremental aggregate has to compute: those with an input row that is new since its last run,
  and those that have lost one, which leaves no trace but the number of those that stay; every group in a full
  refresh. The number is found by counting all rows, so an increment reads that much of each input.

  Arguments: key, the column of the aggregate that names the group; inputs, a list of {relation, group, count},
    group being the expression that gives the key of an input row, and count the column of the aggregate that counts
    these rows; none where no row goes without another coming.
-#}
{% macro touched_groups(key, inputs) -%}
    {%- if not is_incremental() -%}
    {% for input in inputs -%}
    select {{ input.group }} as {{ key }} from {{ input.relation }} as given
    {{ 'union' if not loop.last }}
    {% endfor -%}
    {%- else -%}
    {% for input in inputs -%}
    select inputs.{{ key }}
    from (
        select
            {{ input.group }} as {{ key }},
            audit_loaded_at
        from {{ input.relation }} as given
    ) as inputs
    where {{ is_new_row('inputs') }}
    {%- if input.count %}

    -- union drops repetitions: a group is computed once
    union

    select {{ key }}
    from (
        select
            {{ input.group }} as {{ key }},
            count(*) as row_count
        from {{ input.relation }} as given
        group by {{ input.group }}

        union all

        select
            {{ key }},
            -sum({{ input.count }}) as row_count
        from {{ this }}
        group by {{ key }}
    ) as counts
    group by {{ key }}
    having sum(row_count) <> 0
    {%- endif %}
    {{ 'union' if not loop.last }}
    {% endfor -%}
    {%- endif -%}
{%- endmacro %}
