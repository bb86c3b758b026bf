-- grain: one row per product, location and UTC day
{{ config(
    post_hook="{{ delete_stock_that_is_gone() }}",
    **replace_changed(['date_key', 'product_durable_key', 'location_id'])
) }}

{%- set kinds = {
    'received_quantity': 'goods_in', 'sold_quantity': 'sale', 'returned_quantity': 'return',
    'transferred_in_quantity': 'transfer_in', 'transferred_out_quantity': 'transfer_out',
    'written_off_quantity': 'write_off', 'corrected_quantity': 'correction',
} %}

with

inventory_movements as (

    select * from {{ ref('inventory_movements') }}

),

inventory_counts as (

    select * from {{ ref('inventory_counts') }}

),

assortment_versions as (

    select * from {{ ref('assortment_versions') }}

),

listings as (

    select * from assortment_versions where is_current

),

dim_date as (

    select * from {{ ref('dim_date') }} where date_day <= {{ as_of_date() }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

dim_location as (

    select * from {{ ref('dim_location') }}

),

listed as (

    {{ listed_spans('listings') | indent }}

),

listing_changes as (

    -- every version counts: a listing that was taken back has shaped the days that it was for
    select
        product_id,
        location_id,
        max(changed_in_batch_date) as changed_in_batch_date
    from assortment_versions
    group by product_id, location_id

),

starts as (

    {{ stock_starts('inventory_movements', 'inventory_counts', 'listed') | indent }}

),

touched as (

    {{ touched_stock() | indent }}

),

changes as (

    select
        product_id,
        location_id,
        cast(moved_at as date) as stock_date,
        movement_type,
        quantity,
        cast(null as integer) as counted_quantity,
        changed_in_batch_date
    from inventory_movements

    union all

    select
        product_id,
        location_id,
        count_date as stock_date,
        null as movement_type,
        0 as quantity,
        counted_quantity,
        changed_in_batch_date
    from inventory_counts

    union all

    select
        product_id,
        location_id,
        first_date as stock_date,
        null as movement_type,
        0 as quantity,
        cast(null as integer) as counted_quantity,
        cast(null as date) as changed_in_batch_date
    from touched

),

stock_days as (

    -- what happened before the first day to compute is summed up by the level that the fact holds
    select
        touched.product_id,
        touched.location_id,
        touched.from_date,
        greatest(changes.stock_date, touched.from_date - 1) as stock_date,
        {% for column, kind in kinds.items() -%}
            sum(case when changes.movement_type = '{{ kind }}' then changes.quantity else 0 end) as {{ column }},
        {% endfor -%}
        sum(changes.quantity) as net_quantity,
        count(changes.movement_type) as movement_count,
        max(
            case
                when changes.stock_date < touched.from_date then touched.opening_quantity
                else changes.counted_quantity
            end
        ) as counted_quantity,
        max(changes.changed_in_batch_date) as changed_in_batch_date
    from touched
    inner join changes
        on touched.product_id = changes.product_id and touched.location_id = changes.location_id
    group by
        touched.product_id,
        touched.location_id,
        touched.from_date,
        greatest(changes.stock_date, touched.from_date - 1)

),

levels as (

    {{ on_hand('stock_days') | indent }}

),

known_levels as (

    select
        *,
        max(changed_in_batch_date) over (
            partition by product_id, location_id
            order by stock_date
            rows between unbounded preceding and current row
        ) as stock_changed_in_batch_date
    from levels

),

daily as (

    select
        levels.product_id,
        levels.location_id,
        dim_date.date_day,
        dim_date.date_key,
        dim_date.month_date,
        {% for column in (kinds | list) + ['count_difference_quantity', 'movement_count'] -%}
            case when dim_date.date_day = levels.stock_date then levels.{{ column }} else 0 end as {{ column }},
        {% endfor -%}
        levels.on_hand_quantity,
        levels.stock_changed_in_batch_date
    from known_levels as levels
    inner join dim_date
        on
            levels.stock_date <= dim_date.date_day
            and levels.until_date > dim_date.date_day
            and levels.from_date <= dim_date.date_day

),

resolved as (

    -- members as of the day's end, like the level: of the versions of a day the last one
    select
        daily.*,
        {{ hash_key(['daily.product_id']) }} as product_durable_key,
        coalesce(dim_product.product_key, {{ reserved_key('missing') }}) as product_key,
        coalesce(dim_location.location_key, {{ reserved_key('missing') }}) as location_key,
        listed.product_id is not null as is_listed,
        dim_product.units_per_case,
        dim_product.unit_cost_amount,
        coalesce(dim_product.is_inferred, false) or coalesce(dim_location.is_inferred, false) as is_inferred,
        greatest(
            coalesce(daily.stock_changed_in_batch_date, listed.batch_date, listing_changes.changed_in_batch_date),
            coalesce(
                listed.batch_date, listing_changes.changed_in_batch_date, daily.stock_changed_in_batch_date
            ),
            coalesce(dim_product.batch_date, cast({{ low_date() }} as date)),
            coalesce(dim_location.batch_date, cast({{ low_date() }} as date))
        ) as changed_in_batch_date
    from daily
    left join listed
        on
            daily.product_id = listed.product_id
            and daily.location_id = listed.location_id
            and daily.date_day >= listed.first_date
            and daily.date_day < listed.until_date
    left join listing_changes
        on daily.product_id = listing_changes.product_id and daily.location_id = listing_changes.location_id
    left join dim_product
        on
            daily.product_id = dim_product.product_id
            and daily.date_day >= cast(dim_product.valid_from as date)
            and daily.date_day < cast(dim_product.valid_to as date)
    left join dim_location
        on
            daily.location_id = dim_location.location_id
            and daily.date_day >= cast(dim_location.valid_from as date)
            and daily.date_day < cast(dim_location.valid_to as date)

),

judged as (

    select
        *,
        {{ row_quality(is_missing_key(['product_key', 'location_key']), 'is_inferred') | indent(8) }} as row_quality
    from resolved

)

select
    date_key,
    month_date,
    product_key,
    product_durable_key,
    location_key,
    location_id,
    is_listed,
    is_listed and on_hand_quantity <= 0 as is_stock_out,
    cast(on_hand_quantity as integer) as on_hand_quantity,
    units_per_case,
    {{ ratio('on_hand_quantity', 'units_per_case') }} as on_hand_cases,
    cast(round(on_hand_quantity * unit_cost_amount, 2) as decimal(18, 2)) as inventory_value_eur,
    cast(received_quantity as integer) as received_quantity,
    cast(-sold_quantity as integer) as sold_quantity,
    cast(returned_quantity as integer) as returned_quantity,
    cast(transferred_in_quantity as integer) as transferred_in_quantity,
    cast(-transferred_out_quantity as integer) as transferred_out_quantity,
    cast(-written_off_quantity as integer) as written_off_quantity,
    cast(corrected_quantity as integer) as corrected_quantity,
    cast(count_difference_quantity as integer) as count_difference_quantity,
    cast(movement_count as integer) as movement_count,
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged
