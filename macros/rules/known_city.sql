{#-
  The city of an address as far as it may be told: of an erased address only its country is known, so that its
  place is the country as a whole. A city alone is not personal, but the city of one erased person is.
  For geography_key(). Arguments: expressions.
-#}
{% macro known_city(city, is_erased) -%}
    case when not {{ is_erased }} then {{ clean_key(city) }} end
{%- endmacro %}
