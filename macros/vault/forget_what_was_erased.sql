{#-
  Pre-hook of satellites with rows of persons: takes out the rows of newly erased persons that staging no
  longer shows; the run that follows adds them again as staging has them now, overwritten. The one exception
  to append-only. What stays is exactly what a rebuild would give, also where an erasure turned a refused row
  into an accepted one.

  Arguments: source, name of the staging model; key and parts, as for satellite(); states, {name of a hash
  diff: its columns}; by_delivery, whether a row belongs to a row of a delivery.
-#}
{% macro forget_what_was_erased(source, key, parts, states, by_delivery=false) %}
    {%- set staged = ref(source) -%}
    {%- if not execute or not is_incremental() -%}{{ return('') }}{%- endif -%}
    {%- set erased = 'is_erased and ' ~ is_newer_than(last_written()) -%}
    {%- if run_query('select count(*) from ' ~ staged ~ ' where ' ~ erased).rows[0][0] == 0 -%}{{ return('') }}{%- endif -%}
    delete from {{ this }}
    where {{ key }} in (
        select {{ hash_key(parts) }}
        from {{ staged }}
        where {{ erased }}
    )
    and not exists (
        select 1
        from {{ staged }} as staged
        where {{ hash_key(parts) }} = {{ this }}.{{ key }}
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
