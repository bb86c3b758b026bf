{#-
  What the source says of each key now: its last appearance, unless that was a deletion. Appearances are
  ordered by the time of the change; at one time the later delivery wins, then the later row.

  Arguments: appearances, relation or query in brackets: a satellite by change or a non-historized link,
    joined to what its key hangs on; key, the columns that identify the thing in the source. They may be fewer than
    those of the link: a line that gets another product is the same line.
  last_of_each_change() gives every appearance that counted when it was made, deletions too.
-#}
{% macro present_rows(appearances, key) -%}
    select *
    from (
        select
            *,
            row_number() over (
                partition by {{ key | join(', ') }}
                order by changed_at desc, batch_date desc, delivery_number desc, row_number desc
            ) as recency
        from {{ appearances }} as appeared
    ) as ranked
    where recency = 1
        and not is_deleted
{%- endmacro %}

{% macro last_of_each_change(appearances, key) -%}
    select *
    from (
        select
            *,
            row_number() over (
                partition by {{ key | join(', ') }}, changed_at
                order by batch_date desc, delivery_number desc, row_number desc
            ) as recency
        from {{ appearances }} as appeared
    ) as ranked
    where recency = 1
{%- endmacro %}


{#-
  Query in brackets: the appearances of a relation together with what its link names. For present_rows() and for
  mentions of keys in identity_rows().

  Arguments: tracking, relation whose rows name the link by its key; link, relation; key, name of the link's
    key; columns, those of the link.
-#}
{% macro with_link(tracking, link, key, columns) -%}
(
    select
        tracked.*,
        linked.{{ columns | join(',\n        linked.') }}
    from {{ tracking }} as tracked
    inner join {{ link }} as linked
        on tracked.{{ key }} = linked.{{ key }}
)
{%- endmacro %}


{#- Query in brackets: the lines that each appearance of a receipt showed. Arguments: relations. -#}
{% macro receipt_line_appearances(receipts, line_sets, lines) -%}
(
    select
        tracked.order_hash_key,
        tracked.is_deleted,
        tracked.batch_date,
        tracked.record_source,
        tracked.audit_loaded_at,
        linked.product_hash_key,
        linked.promotion_hash_key
    from {{ receipts }} as tracked
    inner join {{ line_sets }} as members
        on tracked.order_hash_key = members.order_hash_key and tracked.lines_hash_diff = members.hash_diff
    inner join {{ lines }} as linked
        on members.dcl_receipt_line_hash_key = linked.dcl_receipt_line_hash_key
)
{%- endmacro %}


{#- A hub's key as far as it names something: null for the ghost's. Arguments: an expression. -#}
{% macro unless_ghost(key) -%}
    nullif({{ key }}, {{ ghost_key() }})
{%- endmacro %}
