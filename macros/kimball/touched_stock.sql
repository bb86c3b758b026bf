{#-
  What fct_inventory_daily has to compute: each product and location with the first day from which on anything
  can have changed since its last run. All of them from their first day in a full refresh; else

  - from the day of the first new movement or count, and from the month in which a movement was that is new or gone by now,
  - from the first day, where a listing or a version of product or location is new, or the start moved,
  - from the day after the last one that the fact has.

  Reads the CTEs of fct_inventory_daily: inventory_movements, inventory_counts, assortment_versions, dim_date,
  dim_product, dim_location, starts.
  Returns: a query with product_id, location_id, first_date, from_date (the first day to compute) and opening_quantity, on hand at the end of the day before, as the fact has it; null
    where from_date is first_date.
-#}
{% macro touched_stock() -%}
    {%- if not is_incremental() -%}
    select
        product_id,
        location_id,
        first_date,
        first_date as from_date,
        cast(null as integer) as opening_quantity
    from starts
    {%- else -%}
    select
        begun.product_id,
        begun.location_id,
        begun.first_date,
        begun.from_date,
        openings.on_hand_quantity as opening_quantity
    from (
        select
            starts.product_id,
            starts.location_id,
            {{ hash_key(['starts.product_id']) }} as product_durable_key,
            starts.first_date,
            greatest(starts.first_date, min(touches.touched_date)) as from_date
        from starts
        inner join (
            select
                product_id,
                location_id,
                cast(moved_at as date) as touched_date
            from inventory_movements
            where {{ is_new_row('inventory_movements') }}

            union all

            select
                product_id,
                location_id,
                count_date as touched_date
            from inventory_counts
            where {{ is_new_row('inventory_counts') }}

            union all

            select
                product_id,
                location_id,
                cast({{ low_date() }} as date) as touched_date
            from assortment_versions
            where {{ is_new_row('assortment_versions') }}

            union all

            select
                starts.product_id,
                starts.location_id,
                cast({{ low_date() }} as date) as touched_date
            from starts
            where starts.product_id in (select product_id from dim_product where {{ is_new_row('dim_product') }})
                or starts.location_id in (select location_id from dim_location where {{ is_new_row('dim_location') }})

            union all

            -- days that the fact does not have: all, those before its first one, those after its last one
            select
                starts.product_id,
                starts.location_id,
                case
                    when days.first_date <= starts.first_date then days.last_date + 1
                    else cast({{ low_date() }} as date)
                end as touched_date
            from starts
            left join (
                select
                    present.product_durable_key,
                    present.location_id,
                    first_days.date_day as first_date,
                    last_days.date_day as last_date
                from (
                    select
                        product_durable_key,
                        location_id,
                        min(date_key) as first_date_key,
                        max(date_key) as last_date_key
                    from {{ this }}
                    group by product_durable_key, location_id
                ) as present
                inner join dim_date as first_days
                    on present.first_date_key = first_days.date_key
                inner join dim_date as last_days
                    on present.last_date_key = last_days.date_key
            ) as days
                on
                    {{ hash_key(['starts.product_id']) }} = days.product_durable_key
                    and starts.location_id = days.location_id
            where days.last_date is null
                or days.last_date < {{ as_of_date() }}
                or days.first_date > starts.first_date

            union all

            -- months in which a correction has taken a movement to another day, product or location: of the movements
            -- that the fact has counted, one is new by now, or gone
            select
                starts.product_id,
                starts.location_id,
                present.month_date as touched_date
            from starts
            inner join (
                select
                    product_durable_key,
                    location_id,
                    month_date,
                    sum(movement_count) as movement_count
                from {{ this }}
                group by product_durable_key, location_id, month_date
            ) as present
                on
                    {{ hash_key(['starts.product_id']) }} = present.product_durable_key
                    and starts.location_id = present.location_id
            left join (
                select
                    product_id,
                    location_id,
                    cast(date_trunc('month', moved_at) as date) as month_date,
                    count(*) as movement_count
                from inventory_movements
                where not ({{ is_new_row('inventory_movements') }})
                group by product_id, location_id, cast(date_trunc('month', moved_at) as date)
            ) as moved
                on
                    starts.product_id = moved.product_id
                    and starts.location_id = moved.location_id
                    and present.month_date = moved.month_date
            where present.movement_count <> coalesce(moved.movement_count, 0)
        ) as touches
            on starts.product_id = touches.product_id and starts.location_id = touches.location_id
        group by starts.product_id, starts.location_id, starts.first_date
    ) as begun
    left join {{ this }} as openings
        on
            begun.product_durable_key = openings.product_durable_key
            and begun.location_id = openings.location_id
            and begun.from_date > begun.first_date
            and openings.date_key = {{ date_key('(begun.from_date - 1)') | indent(12) }}
    {%- endif -%}
{%- endmacro %}
