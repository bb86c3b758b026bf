{#-
  Hash keys of the vault. All are made by hash_key(), from business keys and never from other hashes.

  ghost_key()        key of the ghost record that each hub, link and satellite of states has: what a row
                     refers to that names nothing, so that joins lose no row and no key is null
  hub_key(parts)     key of a hub: hash of the business key; the ghost's where a part is null
  link_key(parts, if_present)
                     key of a link: hash of the business keys of all it connects, and of its dependent
                     children. A part may be null: a guest's order is a relationship without a customer.
                     Where the column if_present is null there is no relationship: the ghost's key
  Arguments: parts, list of expressions; a collision code is one of them, as "'shop'".
-#}
{% macro ghost_key() -%}
    {{ reserved_key('missing') }}
{%- endmacro %}

{% macro hub_key(parts) -%}
    {%- set columns = without_literals(parts) -%}
    case when {{ columns | join(' is null or ') }} is null then {{ ghost_key() }} else {{ hash_key(parts) }} end
{%- endmacro %}

{% macro link_key(parts, if_present=none) -%}
    {%- if if_present -%}
    case when {{ if_present }} is null then {{ ghost_key() }} else {{ hash_key(parts) }} end
    {%- else -%}
    {{ hash_key(parts) }}
    {%- endif -%}
{%- endmacro %}

{#-
  Query in brackets: a relation with one column more, the text of a column as a business key. For keys that
  staging leaves as delivered, because there they are attributes. Arguments: relation, column, name.
-#}
{% macro with_business_key(relation, column, name) -%}
(select *, {{ clean_key(column) }} as {{ name }} from {{ relation }})
{%- endmacro %}

{#- The parts of a key that are columns. -#}
{% macro without_literals(parts) %}
    {%- set columns = [] -%}
    {%- for part in parts if not part.startswith("'") -%}{%- do columns.append(part) -%}{%- endfor -%}
    {{ return(columns) }}
{% endmacro %}

{#- Condition on an input's row: it was loaded after a moment; always true without one. -#}
{% macro is_newer_than(last_load) -%}
    {%- if last_load -%}audit_loaded_at > cast('{{ last_load }}' as timestamp){%- else -%}1 = 1{%- endif -%}
{%- endmacro %}

{#-
  Condition: no row of this model agrees with the row of `given` in these columns. The rows that are there are
  first narrowed down by one column to those that may agree: reading a long table for a few values of one
  column is what an engine does best. The first column is the one that narrows most.
  Arguments: given, name of the query's common table expression; columns.
-#}
{% macro is_not_there(given, columns) -%}
    {%- if is_incremental() -%}
    not exists (
        select 1
        from (
            select {{ columns | join(', ') }}
            from {{ this }}
            where {{ columns[0] }} in (select {{ columns[0] }} from {{ given }})
        ) as present
        where {% for column in columns %}present.{{ column }} = {{ given }}.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
    )
    {%- else -%}
    1 = 1
    {%- endif -%}
{%- endmacro %}
