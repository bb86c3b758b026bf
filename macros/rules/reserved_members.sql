{#-
  The members that every dimension has beside the real ones, so that no fact carries a null foreign key:
  a fact says why it has no member instead.

  Returns: [{name, number, label}].
-#}
{% macro reserved_members() %}
    {{ return([
        {'name': 'missing', 'number': 1, 'label': 'Missing'},
        {'name': 'not_applicable', 'number': 2, 'label': 'Not applicable'},
        {'name': 'not_yet_available', 'number': 3, 'label': 'Not yet available'},
        {'name': 'bad_value', 'number': 4, 'label': 'Bad value'},
    ]) }}
{% endmacro %}


{#-
  The fixed key of a reserved member, of the type of a hash key: the same on every engine and in every
  build, and no md5 of a real key. Arguments: name, one of missing, not_applicable,
  not_yet_available, bad_value.
-#}
{% macro reserved_key(name) -%}
    cast('00000000-0000-0000-0000-{{ '%012d' % _reserved_number(name) }}' as {{ hash_type() }})
{%- endmacro %}


{#- The key of a reserved member of a calendar dimension, which has integers for keys. Arguments: name, as for reserved_key. -#}
{% macro reserved_date_key(name) -%}
    -{{ _reserved_number(name) }}
{%- endmacro %}


{% macro _reserved_number(name) %}
    {%- for member in reserved_members() if member.name == name -%}{{ return(member.number) }}{%- endfor -%}
    {%- do exceptions.raise_compiler_error("There is no reserved member '" ~ name ~ "': use one of " ~ reserved_members() | map(attribute='name') | join(', ') ~ '.') -%}
{% endmacro %}
