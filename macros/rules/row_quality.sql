{#-
  The qualities that dim_audit tells rows of facts apart by, worst first. has_missing says that a foreign
  key is one of the reserved members missing and bad_value.

  Returns: [{name, description}].
-#}
{% macro row_qualities() %}
    {{ return([
        {'name': 'missing member', 'description': 'A dimension has no member for the row, or its value was bad.'},
        {'name': 'late or inferred member', 'description': 'A member was named before it was described, or nothing describes it.'},
        {'name': 'complete', 'description': 'Every member was described when the row came.'},
    ]) }}
{% endmacro %}


{#-
  How good a row of a fact is, as one of row_qualities(); the worst that holds counts. For audit_key().

  Arguments: conditions. has_missing_member: a foreign key of the row is the reserved member missing or
    bad_value. has_inferred_member: a member that the row found is_inferred. A null is false.
  is_missing_key(keys) gives the first of them for a list of hash keys, is_missing_date_key(keys) for
    keys of dim_date and dim_time_of_day.
-#}
{% macro row_quality(has_missing_member, has_inferred_member) -%}
    case
        when {{ has_missing_member }} then cast('missing member' as {{ dbt.type_string() }})
        when {{ has_inferred_member }} then 'late or inferred member'
        else 'complete'
    end
{%- endmacro %}

{% macro is_missing_key(keys) -%}
    ({% for key in keys %}{{ key }} in ({{ reserved_key('missing') }}, {{ reserved_key('bad_value') }}){{ ' or ' if not loop.last }}{% endfor %})
{%- endmacro %}

{% macro is_missing_date_key(keys) -%}
    ({% for key in keys %}{{ key }} in ({{ reserved_date_key('missing') }}, {{ reserved_date_key('bad_value') }}){{ ' or ' if not loop.last }}{% endfor %})
{%- endmacro %}
