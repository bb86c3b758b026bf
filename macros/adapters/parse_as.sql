{#-
  Concept: safe conversion. Text becomes a value of the type, or null where it is not one; it never
  fails a build and never rounds. The shape that a type accepts is the same on every engine:

  integer        digits with an optional minus, within 32 bits
  decimal(p,s)   at most p - s digits before the point (.5 is 0.5) and s after it (further zeros aside)
  date           YYYY-MM-DD, a day that exists, from year 1 on
  timestamp      YYYY-MM-DD, a day that exists, a T or a blank, HH:MM:SS up to 24:00:00, fractions down to
                 microseconds, then Z, an offset of less than 16 hours (+HH or +HH:MM) or nothing; the result
                 is UTC without a zone, and no offset means UTC
  boolean        true, false, 1 or 0, in either case
  text           as it is

  Blanks around a value do not count, other white space does.

  Arguments: value, an expression of text; type, one of the above.
-#}
{% macro parse_as(value, type) -%}
    {%- if type == 'text' -%}
        {{ value }}
    {%- elif type == 'boolean' -%}
        case lower(trim(both ' ' from {{ value }})) when 'true' then true when '1' then true when 'false' then false when '0' then false end
    {%- else -%}
        {%- set text = "trim(both ' ' from " ~ value ~ ")" -%}
        cast(case when {{ matches(text, _shape(type)) }} then {{ adapter.dispatch('convert')(text, type) }} end as {{ type }})
    {%- endif -%}
{%- endmacro %}

{#- The regular expression of a type's shape, in the subset that all engines read alike. -#}
{% macro _shape(type) -%}
    {%- if type == 'integer' -%}
        -?[0-9]{1,10}
    {%- elif type == 'date' -%}
        {{ _shape_of_day() }}
    {%- elif type == 'timestamp' -%}
        {{ _shape_of_day() }}[T ](([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]([.][0-9]{1,6})?|24:00:00([.]0{1,6})?)(Z|[+-](0[0-9]|1[0-5])(:[0-5][0-9])?)?
    {%- elif type.startswith('decimal(') -%}
        {%- set precision, scale = type[8:-1].split(',') -%}
        -?([0-9]{1,{{ (precision | int) - (scale | int) }}}([.][0-9]{0,{{ scale | trim }}}0*)?|[.][0-9]{1,{{ scale | trim }}}0*)
    {%- else -%}
        {%- do exceptions.raise_compiler_error("parse_as knows no type '" ~ type ~ "': use text, integer, decimal(p,s), date, timestamp or boolean.") -%}
    {%- endif -%}
{%- endmacro %}

{% macro _shape_of_day() -%}([1-9][0-9]{3}|0[1-9][0-9]{2}|00[1-9][0-9]|000[1-9])-[0-9]{2}-[0-9]{2}{%- endmacro %}

{#- Concept: the whole text matches the regular expression. -#}
{% macro matches(value, pattern) -%}{{ adapter.dispatch('matches')(value, pattern) }}{%- endmacro %}
{% macro duckdb__matches(value, pattern) -%}regexp_full_match({{ value }}, '{{ pattern }}'){%- endmacro %}
{% macro postgres__matches(value, pattern) -%}{{ value }} ~ '^({{ pattern }})$'{%- endmacro %}
{#- `$` would let a line end follow. -#}
{% macro spark__matches(value, pattern) -%}{{ value }} rlike '^({{ pattern }})\\z'{%- endmacro %}

{% macro duckdb__convert(value, type) -%}
    {%- if type == 'timestamp' -%}
        cast(try_cast({{ value }} as timestamptz) at time zone 'UTC' as timestamp)
    {%- else -%}
        try_cast({{ value }} as {{ type }})
    {%- endif -%}
{%- endmacro %}

{#- PostgreSQL 15 has no cast that gives null. A day that does not exist is an error, which a function catches. -#}
{% macro postgres__convert(value, type) -%}
    {%- if type == 'integer' -%}
        case when cast({{ value }} as bigint) between -2147483648 and 2147483647 then cast({{ value }} as integer) end
    {%- elif type in ('date', 'timestamp') -%}
        functions.{{ 'day_of' if type == 'date' else 'time_of' }}({{ value }})
    {%- else -%}
        cast({{ value }} as {{ type }})
    {%- endif -%}
{%- endmacro %}

{#- Spark knows no hour 24, and a zone only where the type has one; the session's is UTC. -#}
{% macro spark__convert(value, type) -%}
    {%- if type == 'timestamp' -%}
        cast(
            case
                when substring({{ value }}, 12, 2) = '24'
                    then try_cast(substring({{ value }}, 1, 11) || '00' || substring({{ value }}, 14) as timestamp_ltz) + interval '1' day
                else try_cast({{ value }} as timestamp_ltz)
            end as timestamp
        )
    {%- else -%}
        try_cast({{ value }} as {{ type }})
    {%- endif -%}
{%- endmacro %}
