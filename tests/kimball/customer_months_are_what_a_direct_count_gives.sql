-- Each person has every month from the first sale, or from the registration if that is known earlier, to today; in it
-- the orders and points that a count by instants, straight from the records, finds before the month began. So
-- every sale to a known buyer has a month of that person to take its bands from.
with

parties as (

    select
        party_id,
        {{ hash_key(['surviving_party_id']) }} as customer_durable_key
    from {{ ref('parties') }}

),

sales as (

    select
        parties.customer_durable_key,
        sales_order_versions.sales_order_id,
        sales_order_versions.ordered_at,
        case when sales_order_versions.order_status <> 'cancelled' then sales_order_versions.ordered_at end
            as counted_at
    from {{ ref('sales_order_versions') }} as sales_order_versions
    inner join parties
        on
            coalesce('shop|' || sales_order_versions.customer_id, 'pos|' || sales_order_versions.member_id)
            = parties.party_id
    where sales_order_versions.is_current

),

beginnings as (

    select
        customer_durable_key,
        min(first_day) as first_day
    from (
        select
            customer_durable_key,
            cast(ordered_at as date) as first_day
        from sales

        union all

        select
            parties.customer_durable_key,
            greatest(cast(customer_versions.registered_at as date), {{ first_delivery_date() }}) as first_day
        from {{ ref('customer_versions') }} as customer_versions
        inner join parties
            on 'shop|' || customer_versions.customer_id = parties.party_id

        union all

        select
            parties.customer_durable_key,
            greatest(loyalty_member_versions.joined_date, {{ first_delivery_date() }}) as first_day
        from {{ ref('loyalty_member_versions') }} as loyalty_member_versions
        inner join parties
            on 'pos|' || loyalty_member_versions.member_id = parties.party_id
    ) as days
    group by customer_durable_key

),

months as (

    select
        beginnings.customer_durable_key,
        dim_month.month_date
    from beginnings
    inner join {{ ref('dim_date') }} as dim_date
        on beginnings.first_day = dim_date.date_day
    inner join {{ ref('dim_month') }} as dim_month
        on dim_date.month_date <= dim_month.month_date
    where dim_month.month_date <= {{ as_of_date() }}

),

orders as (

    select
        months.customer_durable_key,
        months.month_date,
        count(sales.counted_at) as order_count_to_date,
        count(sales.sales_order_id) - count(sales.counted_at) as cancelled_order_count_to_date,
        count(
            case
                when cast(sales.counted_at as date) >= make_date(
                        cast(extract(year from months.month_date) as integer) - 1,
                        cast(extract(month from months.month_date) as integer), 1
                    )
                    then 1
            end
        ) as order_count_12_months,
        min(cast(months.month_date - cast(sales.counted_at as date) as integer)) as days_since_last_order
    from months
    left join sales
        on
            months.customer_durable_key = sales.customer_durable_key
            and months.month_date > sales.ordered_at
    group by months.customer_durable_key, months.month_date

),

points as (

    select
        months.customer_durable_key,
        months.month_date,
        sum(loyalty_member_versions.points_balance) as points_balance
    from months
    inner join parties
        on months.customer_durable_key = parties.customer_durable_key
    inner join {{ ref('loyalty_member_versions') }} as loyalty_member_versions
        on parties.party_id = 'pos|' || loyalty_member_versions.member_id
    where months.month_date > loyalty_member_versions.joined_date
        and months.month_date >= loyalty_member_versions.valid_from
        and months.month_date < loyalty_member_versions.valid_to
    group by months.customer_durable_key, months.month_date

),

counted as (

    select
        orders.customer_durable_key,
        {{ month_key('orders.month_date') }} as month_key,
        orders.order_count_12_months,
        orders.order_count_to_date,
        orders.cancelled_order_count_to_date,
        orders.days_since_last_order,
        points.points_balance
    from orders
    left join points
        on orders.customer_durable_key = points.customer_durable_key and orders.month_date = points.month_date

),

fct_customer_monthly as (

    select * from {{ ref('fct_customer_monthly') }}

)

{{ rows_that_differ('counted', 'fct_customer_monthly', [
    'customer_durable_key', 'month_key', 'order_count_12_months', 'order_count_to_date',
    'cancelled_order_count_to_date', 'days_since_last_order', 'points_balance',
]) }}
