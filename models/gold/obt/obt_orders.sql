-- grain: one row per sale of which a line, a fulfilment or a payment is known (sales_order_id)
{{ config(post_hook="{{ delete_wide_sales_that_are_gone() }}", **replace_changed('sales_order_id')) }}

with

obt_order_lines as (

    select * from {{ ref('obt_order_lines') }}

),

fct_order_lines as (

    select * from {{ ref('fct_order_lines') }}

),

fct_order_fulfilment as (

    select * from {{ ref('fct_order_fulfilment') }}

),

fct_payments as (

    select * from {{ ref('fct_payments') }}

),

bdg_order_line_promotions as (

    select * from {{ ref('bdg_order_line_promotions') }}

),

dim_date as (

    select * from {{ ref('dim_date') }}

),

dim_order_date as (

    select * from {{ ref('dim_order_date') }}

),

dim_shipped_date as (

    select * from {{ ref('dim_shipped_date') }}

),

dim_delivered_date as (

    select * from {{ ref('dim_delivered_date') }}

),

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

dim_location as (

    select * from {{ ref('dim_location') }}

),

dim_order_profile as (

    select * from {{ ref('dim_order_profile') }}

),

dim_payment_method as (

    select * from {{ ref('dim_payment_method') }}

),

dim_promotion as (

    select * from {{ ref('dim_promotion') }}

),

touched as (

    {{ touched_nested_sales() | indent }}

),

touched_lines as (

    {{ rows_of_touched(ref('fct_order_lines'), 'sales_order_id') | indent }}

),

touched_wide_lines as (

    {{ rows_of_touched(ref('obt_order_lines'), 'sales_order_id') | indent }}

),

touched_payments as (

    {{ rows_of_touched(ref('fct_payments'), 'sales_order_id') | indent }}

),

mentions as (

    -- a sale is told by its lines; while it has none, by its fulfilment, and else by its payments
    select
        sales_order_id,
        channel,
        country_code,
        currency_code,
        is_cancelled,
        ordered_at,
        order_date_key,
        customer_key,
        location_key,
        order_profile_key,
        1 as source_rank,
        line_number as mention_number
    from touched_lines

    union all

    select
        sales_order_id,
        'web' as channel,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as currency_code,
        is_cancelled,
        placed_at as ordered_at,
        placed_date_key as order_date_key,
        customer_key,
        location_key,
        order_profile_key,
        2 as source_rank,
        1 as mention_number
    from fct_order_fulfilment
    where {{ of_touched('sales_order_id') }}

    union all

    select
        sales_order_id,
        channel,
        cast(null as {{ dbt.type_string() }}) as country_code,
        cast(null as {{ dbt.type_string() }}) as currency_code,
        cast(null as boolean) as is_cancelled,
        cast(null as timestamp) as ordered_at,
        order_date_key,
        customer_key,
        {{ reserved_key('missing') }} as location_key,
        {{ reserved_key('missing') }} as order_profile_key,
        3 as source_rank,
        cast(row_number() over (partition by sales_order_id order by payment_id) as integer) as mention_number
    from touched_payments

),

ranked as (

    select
        *,
        row_number() over (partition by sales_order_id order by source_rank, mention_number) as mention_rank
    from mentions

),

sales as (

    select * from ranked where mention_rank = 1

),

lines as (

    select
        sales_order_id,
        count(*) as line_count,
        sum(case when is_gift_card then 0 else quantity end) as unit_count,
        sum(order_total_amount) as order_total_amount,
        sum(net_revenue_eur) as net_revenue_eur,
        sum(returned_quantity) as returned_quantity,
        sum(net_revenue_returned_eur) as net_revenue_returned_eur,
        max(changed_in_batch_date) as changed_in_batch_date,
        {{ nest({
            'line_number': 'line_number',
            'product_id': 'product_id',
            'product_name_at_order': 'product_name_at_order',
            'product_category_path_at_order': 'product_category_path_at_order',
            'product_category_path_current': 'product_category_path_current',
            'is_gift_card': 'is_gift_card',
            'quantity': 'quantity',
            'unit_price': 'unit_price',
            'net_revenue_eur': 'net_revenue_eur',
            'returned_quantity': 'returned_quantity',
            'net_revenue_returned_eur': 'net_revenue_returned_eur',
        }, ordered_by=['line_number']) | indent(8) }} as lines
    from touched_wide_lines
    group by sales_order_id

),

payments as (

    select
        touched_payments.sales_order_id,
        count(*) as payment_count,
        sum(touched_payments.captured_amount_eur) as captured_amount_eur,
        max(touched_payments.changed_in_batch_date) as changed_in_batch_date,
        {{ nest({
            'payment_id': 'touched_payments.payment_id',
            'attempt_number': 'touched_payments.attempt_number',
            'attempted_at': 'touched_payments.attempted_at',
            'attempt_month_date': 'dim_date.month_date',
            'payment_method': 'dim_payment_method.payment_method',
            'payment_status': 'touched_payments.payment_status',
            'amount_eur': 'touched_payments.amount_eur',
            'failure_count': 'touched_payments.failure_count',
            'captured_amount_eur': 'touched_payments.captured_amount_eur',
        }, ordered_by=['touched_payments.payment_id']) | indent(8) }} as payments
    from touched_payments
    inner join dim_date
        on touched_payments.attempt_date_key = dim_date.date_key
    inner join dim_payment_method
        on touched_payments.payment_method_key = dim_payment_method.payment_method_key
    group by touched_payments.sales_order_id

),

credited as (

    select
        bdg_order_line_promotions.promotion_group_key,
        bdg_order_line_promotions.sales_order_id,
        bdg_order_line_promotions.line_number,
        dim_promotion.promotion_id,
        dim_promotion.promotion_name,
        bdg_order_line_promotions.changed_in_batch_date,
        cast(bdg_order_line_promotions.weight as decimal(18, 4)) as weight,
        cast(touched_wide_lines.net_revenue_eur as decimal(18, 4)) as net_revenue_eur
    from bdg_order_line_promotions
    inner join touched_wide_lines
        on
            bdg_order_line_promotions.sales_order_id = touched_wide_lines.sales_order_id
            and bdg_order_line_promotions.line_number = touched_wide_lines.line_number
    inner join dim_promotion
        on bdg_order_line_promotions.promotion_key = dim_promotion.promotion_key
    where bdg_order_line_promotions.promotion_group_key <> {{ reserved_key('not_applicable') }}
        and {{ of_touched('sales_order_id', 'bdg_order_line_promotions') }}

),

shares as (

    {{ allocate(
        'credited', whole=['promotion_group_key'], ordered_by='promotion_id', weight='weight', amounts=['net_revenue_eur']
    ) | indent }}

),

promotions as (

    select
        credited.sales_order_id,
        max(credited.changed_in_batch_date) as changed_in_batch_date,
        {{ nest({
            'line_number': 'credited.line_number',
            'promotion_id': 'credited.promotion_id',
            'promotion_name': 'credited.promotion_name',
            'weight': 'credited.weight',
            'credited_net_revenue_eur': 'shares.allocated_net_revenue_eur',
        }, ordered_by=['credited.line_number', 'credited.promotion_id']) | indent(8) }} as promotions
    from credited
    inner join shares
        on
            credited.promotion_group_key = shares.promotion_group_key
            and credited.promotion_id = shares.promotion_id
    group by credited.sales_order_id

)

select
    sales.sales_order_id,
    sales.channel,
    sales.country_code,
    sales.currency_code,
    sales.is_cancelled,
    fct_order_fulfilment.order_status,
    sales.ordered_at,
    dim_order_date.order_date_day as order_date,
    dim_order_date.order_month_date,
    dim_order_date.order_fiscal_year,
    dim_order_date.order_fiscal_period,
    dim_customer.customer_durable_key,
    {{ masked_record('dim_customer.record_system', 'dim_customer.record_id', 'dim_customer.is_erased') | indent }}
        as customer_label,
    dim_customer.cohort_month_date as customer_cohort_month_date,
    dim_customer.loyalty_tier as customer_tier_at_order,
    dim_customer.current_loyalty_tier as customer_tier_current,
    dim_location.location_id,
    dim_location.location_name as location_name_at_order,
    dim_order_profile.device,
    dim_order_profile.is_express,
    dim_order_profile.is_gift_wrapped,
    dim_order_profile.is_first_order,
    dim_shipped_date.shipped_date_day as shipped_date,
    dim_delivered_date.delivered_date_day as delivered_date,
    fct_order_fulfilment.placed_to_paid_hours,
    fct_order_fulfilment.placed_to_delivered_hours,
    coalesce(fct_order_fulfilment.parcel_count, 0) as parcel_count,
    cast(coalesce(lines.line_count, 0) as integer) as line_count,
    cast(coalesce(lines.unit_count, 0) as integer) as unit_count,
    cast(coalesce(lines.order_total_amount, 0) as decimal(18, 4)) as order_total_amount,
    cast(coalesce(lines.net_revenue_eur, 0) as decimal(18, 2)) as net_revenue_eur,
    cast(coalesce(lines.returned_quantity, 0) as integer) as returned_quantity,
    cast(coalesce(lines.net_revenue_returned_eur, 0) as decimal(18, 2)) as net_revenue_returned_eur,
    cast(coalesce(payments.payment_count, 0) as integer) as payment_count,
    cast(coalesce(payments.captured_amount_eur, 0) as decimal(18, 2)) as captured_amount_eur,
    lines.lines,
    payments.payments,
    promotions.promotions,
    greatest(
        coalesce(lines.changed_in_batch_date, cast({{ low_date() }} as date)),
        coalesce(fct_order_fulfilment.changed_in_batch_date, cast({{ low_date() }} as date)),
        coalesce(payments.changed_in_batch_date, cast({{ low_date() }} as date)),
        coalesce(promotions.changed_in_batch_date, cast({{ low_date() }} as date))
    ) as changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from sales
inner join dim_order_date
    on sales.order_date_key = dim_order_date.order_date_key
inner join dim_customer
    on sales.customer_key = dim_customer.customer_key
inner join dim_location
    on sales.location_key = dim_location.location_key
inner join dim_order_profile
    on sales.order_profile_key = dim_order_profile.order_profile_key
left join fct_order_fulfilment
    on sales.sales_order_id = fct_order_fulfilment.sales_order_id
left join dim_shipped_date
    on fct_order_fulfilment.shipped_date_key = dim_shipped_date.shipped_date_key
left join dim_delivered_date
    on fct_order_fulfilment.delivered_date_key = dim_delivered_date.delivered_date_key
left join lines
    on sales.sales_order_id = lines.sales_order_id
left join payments
    on sales.sales_order_id = payments.sales_order_id
left join promotions
    on sales.sales_order_id = promotions.sales_order_id
