{#-
  The versions of the keys that a row newer than this model touches; of every key in a full refresh. A
  touched key comes whole, with all its versions, so that the strategy can replace what there was.

  Arguments:
    history             relation of staging's history
    key                 column, or list of columns, that identifies the entity
    from_the_beginning  true for members (customers, products, ...): adds holds_from, which is valid_from
                        except that the first version holds from the low date, since a member was there
                        before its first delivery. Documents (orders, prices, ...) hold from their own time
                        on. Gaps left by a deletion stay gaps in both.

  Renders a query with the history's columns, and holds_from for members.
-#}
{% macro touched_versions(history, key, from_the_beginning=false) -%}
    {%- set key = [key] if key is string else key -%}
    {%- set last_load = last_written() -%}
    select
        versions.*
        {%- if from_the_beginning %},
        case
            when row_number() over (partition by {{ _columns_of('versions', key) | join(', ') }} order by versions.valid_from) = 1
                then {{ low_date() }}
            else versions.valid_from
        end as holds_from
        {%- endif %}
    from {{ history }} as versions
    {%- if last_load %}
    where exists (
        select 1
        from {{ history }} as touched
        where {{ _same_key(key, 'touched', 'versions') }}
            and touched.audit_loaded_at > cast('{{ last_load }}' as timestamp)
    )
    {%- endif %}
{%- endmacro %}


{#-
  Post-hook of versions: takes out the keys that staging's history no longer has. An increment replaces the
  keys that it computes; a key has no version left when it was deleted at the very time it began, or when the
  day's second extract does not show it, and computes to none.

  Arguments: history, the relation that has all keys of the model; key, the columns that identify one there and here.
-#}
{% macro delete_keys_that_are_gone(history, key) -%}
    {{ delete_keys_that_have_no_source(key, [(history, key)]) }}
{%- endmacro %}


{#-
  The same for a model whose keys come from several relations.

  Arguments: key, column or list of columns of the model; sources, a list of (relation, expression of the
    key[, condition]), for several key columns a list of expressions.
-#}
{% macro delete_keys_that_have_no_source(key, sources) -%}
    {%- set key = [key] if key is string else key -%}
    delete from {{ this }}
    where not exists (
        select 1
        from (
            {%- for source in sources %}
            {%- set expressions = [source[1]] if source[1] is string else source[1] %}
            select
                {%- for column in key %}
                {{ expressions[loop.index0] }} as {{ column }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ source[0] }}
            {%- if source | length > 2 %}
            where {{ source[2] }}
            {%- endif %}
            {{ 'union all' if not loop.last }}
            {%- endfor %}
        ) as present
        where {{ _same_key(key, 'present', this) }}
    )
{%- endmacro %}


{#- When this model last wrote a row; none before its first run, in a full refresh and while dbt parses. -#}
{% macro last_written() %}
    {{ return(_last_load() if execute else none) }}
{% endmacro %}

{#- The columns, each with its relation before it. -#}
{% macro _columns_of(relation, columns) %}
    {%- set qualified = [] -%}
    {%- for column in columns -%}{%- do qualified.append(relation ~ '.' ~ column) -%}{%- endfor -%}
    {{ return(qualified) }}
{% endmacro %}

{#- Condition that two rows have the same key. -#}
{% macro _same_key(key, left, right) -%}
    {% for column in key %}{{ left }}.{{ column }} = {{ right }}.{{ column }}{{ ' and ' if not loop.last }}{% endfor %}
{%- endmacro %}
