-- What is nested comes out as it stands in the star: the lines of a sale, its attempts to pay, the net revenue of its
-- lines with a promotion, and the events of a session.
with

obt_orders as (

    select * from {{ ref('obt_orders') }}

),

obt_sessions as (

    select * from {{ ref('obt_sessions') }}

),

nested_lines as (

    {{ nested_rows('obt_orders', 'lines', {
        'line_number': 'integer', 'quantity': 'integer', 'net_revenue_eur': 'decimal(18, 2)',
    }, beside=['sales_order_id']) | indent }}

),

nested_payments as (

    {{ nested_rows('obt_orders', 'payments', {
        'payment_id': dbt.type_string(), 'attempt_number': 'integer', 'amount_eur': 'decimal(18, 2)',
    }, beside=['sales_order_id']) | indent }}

),

nested_promotions as (

    {{ nested_rows('obt_orders', 'promotions', {
        'line_number': 'integer', 'promotion_id': dbt.type_string(), 'credited_net_revenue_eur': 'decimal(18, 2)',
    }, beside=['sales_order_id']) | indent }}

),

nested_steps as (

    {{ nested_rows('obt_sessions', 'steps', {
        'event_id': dbt.type_string(), 'step_number': 'integer',
    }, beside=['session_id']) | indent }}

),

promoted_lines as (

    select
        bdg_order_line_promotions.sales_order_id,
        bdg_order_line_promotions.line_number,
        count(*) as promotion_count
    from {{ ref('bdg_order_line_promotions') }} as bdg_order_line_promotions
    where bdg_order_line_promotions.promotion_group_key <> {{ reserved_key('not_applicable') }}
    group by bdg_order_line_promotions.sales_order_id, bdg_order_line_promotions.line_number

),

in_star as (

    select
        'line' as nested,
        sales_order_id as id,
        cast(line_number as {{ dbt.type_string() }}) as part,
        quantity as number,
        net_revenue_eur as amount
    from {{ ref('fct_order_lines') }}

    union all

    select
        'payment' as nested,
        sales_order_id as id,
        payment_id as part,
        attempt_number as number,
        amount_eur as amount
    from {{ ref('fct_payments') }}

    union all

    select
        'promotions of a line' as nested,
        promoted_lines.sales_order_id as id,
        cast(promoted_lines.line_number as {{ dbt.type_string() }}) as part,
        promoted_lines.promotion_count as number,
        fct_order_lines.net_revenue_eur as amount
    from promoted_lines
    inner join {{ ref('fct_order_lines') }} as fct_order_lines
        on
            promoted_lines.sales_order_id = fct_order_lines.sales_order_id
            and promoted_lines.line_number = fct_order_lines.line_number

    union all

    select
        'step' as nested,
        fct_web_events.session_id as id,
        fct_web_events.event_id as part,
        dim_session_step.step_number as number,
        0 as amount
    from {{ ref('fct_web_events') }} as fct_web_events
    inner join {{ ref('dim_session_step') }} as dim_session_step
        on fct_web_events.session_step_key = dim_session_step.session_step_key

),

in_wide_tables as (

    select
        'line' as nested,
        sales_order_id as id,
        cast(line_number as {{ dbt.type_string() }}) as part,
        quantity as number,
        net_revenue_eur as amount
    from nested_lines

    union all

    select
        'payment' as nested,
        sales_order_id as id,
        payment_id as part,
        attempt_number as number,
        amount_eur as amount
    from nested_payments

    union all

    select
        'promotions of a line' as nested,
        sales_order_id as id,
        cast(line_number as {{ dbt.type_string() }}) as part,
        count(*) as number,
        sum(credited_net_revenue_eur) as amount
    from nested_promotions
    group by sales_order_id, line_number

    union all

    select
        'step' as nested,
        session_id as id,
        event_id as part,
        step_number as number,
        0 as amount
    from nested_steps

)

{{ rows_that_differ('in_star', 'in_wide_tables', ['nested', 'id', 'part', 'number', 'amount']) }}
