{#-
  A category's path: the names from the top of the tree down to the category, as 'Outdoor > Tents'.

  category_label(category_name, category_id)   its name, or its id while nothing describes it
  category_path_below(parent_path, label)      the path of a category below the one with parent_path
  deepest_category_level()                     the path ends here, so that a circle in the tree has no path
  Arguments: expressions.
-#}
{% macro category_label(category_name, category_id) -%}
    coalesce({{ category_name }}, {{ category_id }})
{%- endmacro %}

{% macro category_path_below(parent_path, label) -%}
    {{ parent_path }} || ' > ' || {{ label }}
{%- endmacro %}

{% macro deepest_category_level() -%}20{%- endmacro %}
