{#-
  Post-hook of a fact with one row a document: takes out the rows whose document the source has deleted. An
  increment replaces what it computes; a document that is gone computes to nothing.

  Arguments: versions, the relation with the document's versions; key, the column that identifies it there
    and in the fact.
-#}
{% macro delete_rows_that_are_gone(versions, key) -%}
    {%- if holds_as_many_rows_as('select count(*) from ' ~ versions ~ ' where is_current') -%}{{ return('') }}{%- endif -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ versions }} as versions
        where versions.is_current
            and versions.{{ key }} = {{ this }}.{{ key }}
    )
{%- endmacro %}
