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
  Query in brackets: the appearances of a relation together with what its link names, for present_rows().

  Arguments: tracking, relation whose rows name the link by its key; link, relation; key, name of the link's
    key; columns, those of the link.

  mentions_in_link() gives of these the rows loaded since the model's last run, all in a full refresh: mentions of
  keys for identity_rows(), which asks for no others. Of the link only what they name is read.
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

{% macro mentions_in_link(tracking, link, key, columns) -%}
    {%- set last_load = last_written() -%}
    {%- set new_rows = _new_rows_of(tracking, last_load) -%}
    {{ with_link(new_rows, _named_in(link, key, new_rows, last_load), key, columns) }}
{%- endmacro %}


{#-
  Query in brackets, for identity_rows(): the lines that each appearance of a receipt showed, of the receipts loaded since
  the model's last run. Arguments: relations.
-#}
{% macro receipt_line_mentions(receipts, line_sets, lines) -%}
    {%- set last_load = last_written() -%}
    {%- set new_receipts = _new_rows_of(receipts, last_load) -%}
(
    with

    members as (

        select
            tracked.order_hash_key,
            tracked.is_deleted,
            tracked.batch_date,
            tracked.record_source,
            tracked.audit_loaded_at,
            sets.dcl_receipt_line_hash_key
        from {{ new_receipts }} as tracked
        inner join {{ _named_in(line_sets, 'order_hash_key', new_receipts, last_load) }} as sets
            on tracked.order_hash_key = sets.order_hash_key and tracked.lines_hash_diff = sets.hash_diff

    )

    select
        members.*,
        linked.product_hash_key,
        linked.promotion_hash_key
    from members
    inner join {{ _named_in(lines, 'dcl_receipt_line_hash_key', 'members', last_load) }} as linked
        on members.dcl_receipt_line_hash_key = linked.dcl_receipt_line_hash_key
)
{%- endmacro %}

{#- The rows of a relation that were loaded after a moment; the relation itself without one. -#}
{% macro _new_rows_of(relation, last_load) -%}
    {%- if last_load -%}(select * from {{ relation }} as loaded where {{ is_newer_than(last_load) }}){%- else -%}{{ relation }}{%- endif -%}
{%- endmacro %}

{#- The rows of a relation whose key the given rows hold; the relation itself in a full refresh. -#}
{% macro _named_in(relation, key, given, last_load) -%}
    {%- if last_load -%}(select * from {{ relation }} as held where {{ key }} in (select {{ key }} from {{ given }} as given)){%- else -%}{{ relation }}{%- endif -%}
{%- endmacro %}


{#- A hub's key as far as it names something: null for the ghost's. Arguments: an expression. -#}
{% macro unless_ghost(key) -%}
    nullif({{ key }}, {{ ghost_key() }})
{%- endmacro %}
