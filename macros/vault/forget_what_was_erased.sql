{#-
  Pre-hook of satellites with rows of persons: takes out the rows of newly erased persons that staging no
  longer shows; the run that follows adds them again as staging has them now, overwritten. The one exception
  to append-only. What stays is exactly what a rebuild would give, also where an erasure turned a refused row
  into an accepted one.

  Arguments: source, name of the staging model; key and parts, as for satellite(); states, {name of a hash
  diff: its columns}; by_delivery, whether a row belongs to a row of a delivery.

  The persons are asked for first and named one by one, so that nobody else's rows are hashed.
-#}
{% macro forget_what_was_erased(source, key, parts, states, by_delivery=false) %}
    {%- set staged = ref(source) -%}
    {%- if not execute or not is_incremental() -%}{{ return('') }}{%- endif -%}
    {%- set columns = [] -%}
    {%- for part in parts if not part.startswith("'") -%}{%- do columns.append(part) -%}{%- endfor -%}
    {%- set erased = run_query(
        'select ' ~ columns | join(', ') ~ ' from ' ~ staged ~ ' where is_erased and ' ~ is_newer_than(last_written())
        ~ ' group by ' ~ columns | join(', ') ~ ' order by ' ~ columns | join(', ')
    ).rows -%}
    {%- if erased | length == 0 -%}{{ return('') }}{%- endif -%}
    {%- set of_erased -%}
        {%- for column in columns -%}
        {%- set number = loop.index0 %}
        {{ 'and ' if not loop.first }}{{ column }} in ({% for row in erased %}{{ text_literal(row[number]) }}{{ ', ' if not loop.last }}{% endfor %})
        {%- endfor -%}
    {%- endset -%}
    delete from {{ this }}
    where {{ key }} in (
        select {{ hash_key(parts) }}
        from {{ staged }}
        where {{ of_erased }}
    )
    and not exists (
        select 1
        from {{ staged }} as staged
        where {{ of_erased }}
            and {{ hash_key(parts) }} = {{ this }}.{{ key }}
            {%- for state, columns in states.items() %}
            and {{ hash_diff(columns) }} = {{ this }}.{{ state }}
            {%- endfor %}
            {%- if by_delivery %}
            and staged.batch_date = {{ this }}.batch_date
            and staged.delivery_number = {{ this }}.delivery_number
            and staged.row_number = {{ this }}.row_number
            {%- endif %}
    )
{% endmacro %}
