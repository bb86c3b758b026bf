-- Where each line of the file went, and how many codes its lines are written with. A cancellation whose sale is not in
-- the file was delivered twice, as a return and as the line of the cancelled order that it refers to.
with

delivered as (

    select
        record_source,
        sum(accepted_row_count) as accepted,
        sum(duplicate_row_count) + sum(quarantined_row_count) as refused
    from staging.stg_delivery_accounts
    where record_source in ('shop.order_lines', 'shop.returns')
    group by record_source

),

cancelled_orders as (

    select count(*) as line_count
    from kimball.fct_order_lines
    where is_cancelled

),

codes as (

    select product_id as code
    from bronze.brz_shop__order_lines

    union

    select stock_code as code
    from set_aside

),

products as (

    select count(distinct product_id) as product_count
    from kimball.dim_product
    where cast(product_key as text) not like '00000000-0000-0000-0000-%'

),

went as (

    select
        1 as place,
        'sold or given away: lines of orders' as what,
        accepted - line_count as lines
    from delivered
    cross join cancelled_orders
    where record_source = 'shop.order_lines'

    union all

    select
        2 as place,
        'cancelled: returns' as what,
        accepted as lines
    from delivered
    where record_source = 'shop.returns'

    union all

    select
        3 as place,
        'refused: duplicates and quarantine' as what,
        sum(refused) as lines
    from delivered

    union all

    select
        4 as place,
        'set aside: ' || reason as what,
        count(*) as lines
    from set_aside
    group by reason

)

select what, lines from (

    select place, what, lines from went

    union all

    select 5 as place, 'lines of the file' as what, sum(lines) as lines from went

    union all

    select 6 as place, '(cancelled, sale not in the file)' as what, line_count as lines from cancelled_orders

    union all

    select 7 as place, '(codes as written)' as what, count(*) as lines from codes

    union all

    select 8 as place, '(products, the case of codes folded)' as what, product_count as lines from products

) as accounts
order by place, what
