{#-
  The versions of a dimension by the types of its attributes (slowly changing dimensions): a version begins
  only where an attribute of type 2 changes. Versions that differ in nothing tracked become one.

  Arguments: versions, a relation or CTE as continuous_versions() gives it; key, its column; then the columns by
    type, each a list that may be empty but for tracked:
    original   type 0: the value of the first version, as original_<column>, the same in all versions
    latest     type 1: the value of the last version, the same in all versions
    tracked    type 2: the value of the version
    previous   type 3: the value before the last time that it changed, as previous_<column>, the same in all
               versions; null where it never changed
    current    type 6: the value of the last version beside that of the version, as current_<column>
  Returns: a query with key, these columns, valid_from, valid_to, is_current, ended_at (where the source had
    dropped the key and not brought it back when the version ended), is_inferred, batch_date.
-#}
{% macro tracked_versions(versions, key, tracked, original=[], latest=[], previous=[], current=[]) -%}
    {%- set all_rows = ' rows between unbounded preceding and unbounded following)' -%}
    {%- set in_time = '(partition by ' ~ key ~ ' order by valid_from nulls last)' -%}
    {%- set whole = in_time[:-1] ~ all_rows -%}
    {%- set in_version = '(partition by ' ~ key ~ ', tracked_number order by version_number nulls last)' -%}
    {%- set whole_version = in_version[:-1] ~ all_rows %}
    select
        {{ key }},
        {%- for column in original %}
        original_{{ column }},
        {%- endfor %}
        {%- for column in latest %}
        latest_{{ column }} as {{ column }},
        {%- endfor %}
        {%- for column in tracked %}
        {{ column }},
        {%- endfor %}
        {%- for column in previous %}
        previous_{{ column }},
        {%- endfor %}
        {%- for column in current %}
        current_{{ column }},
        {%- endfor %}
        valid_from,
        tracked_until as valid_to,
        tracked_until = {{ high_date() }} as is_current,
        last_ended_at as ended_at,
        is_inferred,
        batch_date
    from (
        select
            *,
            {%- for column in previous %}
            max(case when version_number = {{ column }}_changed_in then earlier_{{ column }} end)
                over (partition by {{ key }}) as previous_{{ column }},
            {%- endfor %}
            last_value(valid_to) over {{ whole_version }} as tracked_until,
            last_value(ended_at) over {{ whole_version }} as last_ended_at,
            row_number() over {{ in_version }} as number_in_version
        from (
            select
                *,
                {%- for column in previous %}
                max(case when {{ column }} is distinct from earlier_{{ column }} then version_number end)
                    over (partition by {{ key }}) as {{ column }}_changed_in,
                {%- endfor %}
                sum(case when {% for column in tracked %}{{ column }} is distinct from earlier_{{ column }}{{ ' or ' if not loop.last }}{% endfor %} then 1 else 0 end)
                    over (partition by {{ key }} order by version_number rows between unbounded preceding and current row) as tracked_number
            from (
                select
                    *,
                    {%- for column in tracked + previous | reject('in', tracked) | list %}
                    lag({{ column }}) over {{ in_time }} as earlier_{{ column }},
                    {%- endfor %}
                    {%- for column in original %}
                    first_value({{ column }}) over {{ whole }} as original_{{ column }},
                    {%- endfor %}
                    {%- for column in latest %}
                    last_value({{ column }}) over {{ whole }} as latest_{{ column }},
                    {%- endfor %}
                    {%- for column in current %}
                    last_value({{ column }}) over {{ whole }} as current_{{ column }},
                    {%- endfor %}
                    row_number() over {{ in_time }} as version_number
                from {{ versions }}
            ) as compared
        ) as numbered
    ) as spanned
    where number_in_version = 1
{%- endmacro %}
