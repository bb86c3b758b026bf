{#-
  Rule: who supplies a product at a time, with which share of it. The shares that hold at an instant are
  scaled to sum to exactly 1, in four decimals, by the rule of allocate(); where no supplier is known, an
  unknown one has all of it. A period ends wherever the share of any supplier of the product does.

  Arguments:
    products  common table expression (product_id), each once
    supplies  common table expression (product_id, supplier_id, supply_share, valid_from, valid_to): half-open,
              without overlap for a product and supplier

  Renders the common table expressions up to supply_shares: product_id, supplier_id (null for the unknown
  one), valid_from, valid_to, supply_weight. At every instant the weights of a product sum to 1.
-#}
{% macro supply_shares(products, supplies) -%}
supply_instants as (

    -- union drops repetitions: a period begins where any share of the product begins or ends
    select
        product_id,
        {{ low_date() }} as valid_from
    from {{ products }}

    union

    select
        product_id,
        valid_from
    from {{ supplies }}

    union

    select
        product_id,
        valid_to as valid_from
    from {{ supplies }}
    where valid_to < {{ high_date() }}

),

supply_periods as (

    select
        product_id,
        valid_from,
        coalesce(lead(valid_from) over (partition by product_id order by valid_from), {{ high_date() }}) as valid_to
    from supply_instants

),

supplied_periods as (

    select
        supply_periods.product_id,
        supply_periods.valid_from,
        supplies.supplier_id,
        cast(supplies.supply_share as decimal(18, 4)) as supply_share,
        cast(100 as decimal(18, 4)) as percentage
    from supply_periods
    inner join {{ supplies }} as supplies
        on
            supply_periods.product_id = supplies.product_id
            and supply_periods.valid_from >= supplies.valid_from
            and supply_periods.valid_from < supplies.valid_to

),

scaled_shares as (

    {{ allocate(
        'supplied_periods', whole=['product_id', 'valid_from'], ordered_by='supplier_id', weight='supply_share',
        amounts=['percentage']
    ) | indent }}

),

supply_shares as (

    select
        supply_periods.product_id,
        scaled_shares.supplier_id,
        supply_periods.valid_from,
        supply_periods.valid_to,
        cast(coalesce(scaled_shares.allocated_percentage * 0.01, 1) as decimal(9, 4)) as supply_weight
    from supply_periods
    left join scaled_shares
        on
            supply_periods.product_id = scaled_shares.product_id
            and supply_periods.valid_from = scaled_shares.valid_from

)
{%- endmacro %}
