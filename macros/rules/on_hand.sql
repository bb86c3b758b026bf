{#-
  Rule: what a location has of a product at a day's end. A count sets the level at the end of its day,
  whatever the movements of that day and before add up to; movements change it after that. Before the
  first of either it is 0.

  Arguments: days, relation or common table expression with one row a product_id, location_id and stock_date
    on which something happened: net_quantity (sum of the movements of the UTC day), counted_quantity (null
    without a count). To go on from a known level instead of the beginning, give it as a count of
    the day before.
  Returns: a query with the columns of days and on_hand_quantity, which holds until the product's next row there,
    until_date (the day of that row; the high date), and count_difference_quantity, what a count found
    beyond the level carried there and the movements of its day; 0 without a count.
-#}
{% macro on_hand(days) -%}
    {%- set until_then = '(partition by product_id, location_id order by stock_date nulls last rows between unbounded preceding and current row)' %}
    select
        *,
        on_hand_quantity
        - lag(on_hand_quantity, 1, 0) over (partition by product_id, location_id order by stock_date)
        - net_quantity as count_difference_quantity,
        coalesce(
            lead(stock_date) over (partition by product_id, location_id order by stock_date),
            cast({{ high_date() }} as date)
        ) as until_date
    from (
        select
            *,
            moved_quantity + coalesce(
                max(counted_quantity - moved_quantity) over (
                    partition by product_id, location_id, count_number
                ),
                0
            ) as on_hand_quantity
        from (
            select
                *,
                sum(net_quantity) over {{ until_then }} as moved_quantity,
                count(counted_quantity) over {{ until_then }} as count_number
            from {{ days }}
        ) as summed
    ) as levelled
{%- endmacro %}


{#-
  Rule: from which day on something is known of a product's stock at a location: its first movement or count
  there, or the first day on which the location lists it, though not before the location's own first
  movement or count. Until then nobody told, which is not the same as out of stock.

  Arguments: movements (product_id, location_id, moved_at), counts (product_id, location_id, count_date) and
    listed, as listed_spans() gives it: relations or common table expressions.
  Returns: a query with product_id, location_id and first_date.
-#}
{% macro stock_starts(movements, counts, listed) -%}
    {%- set changes -%}
    select
        product_id,
        location_id,
        min(cast(moved_at as date)) as first_date
    from {{ movements }}
    group by product_id, location_id

    union all

    select
        product_id,
        location_id,
        min(count_date) as first_date
    from {{ counts }}
    group by product_id, location_id
    {%- endset -%}
    select
        product_id,
        location_id,
        min(first_date) as first_date
    from (
        {{ changes | indent(8) }}

        union all

        select
            listed.product_id,
            listed.location_id,
            greatest(listed.first_date, known.first_date) as first_date
        from {{ listed }} as listed
        inner join (
            select
                location_id,
                min(first_date) as first_date
            from (
                {{ changes | indent(16) }}
            ) as changes
            group by location_id
        ) as known
            on listed.location_id = known.location_id
    ) as firsts
    group by product_id, location_id
{%- endmacro %}
