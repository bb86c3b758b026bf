{#-
  Rule: a customer's record as people may see it who need not know whose it is: the system and the last two characters
  of the id, which leave one record in a hundred open; nothing of an id with two or fewer; of an erased record
  only that it is erased. A reserved member keeps its name, which is nobody's.

  Arguments: record_system, record_id, is_erased; expressions. Returns: a text.
-#}
{% macro masked_record(record_system, record_id, is_erased) -%}
    case
        when {{ record_system }} = 'reserved' then {{ record_id }}
        when {{ is_erased }} then {{ record_system }} || ' erased'
        when length({{ record_id }}) <= 2 then {{ record_system }} || ' ****'
        else {{ record_system }} || ' ****' || substring({{ record_id }}, length({{ record_id }}) - 1, 2)
    end
{%- endmacro %}
