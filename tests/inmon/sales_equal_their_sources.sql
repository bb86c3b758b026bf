-- Every version of every document of sales is there, with its amounts: what the normal forms and the union of
-- the two channels give equals, a source and day at a time, what staging's histories say without them.
{%- set positions = [1, 2, 3, 4] %}

with

receipts as (

    select
        *,
        0
        {%- for n in positions %}
            + coalesce(line_{{ n }}_quantity * line_{{ n }}_unit_price - coalesce(line_{{ n }}_discount_amount, 0), 0)
        {%- endfor %} as lines_net_amount,
        0
        {%- for n in positions %}
            + case when line_{{ n }}_product_id is null then 0 else 1 end
        {%- endfor %} as line_count
    from {{ ref('stg_pos__receipts_history') }}
    where is_current

),

expected as (

    select
        'sale' as document,
        record_source,
        batch_date,
        1 as row_count,
        order_discount_amount + shipping_amount + tax_amount as amount
    from {{ ref('stg_shop__orders_history') }}

    union all

    select
        'sale' as document,
        record_source,
        batch_date,
        1 as row_count,
        receipt_discount_amount + tax_amount as amount
    from receipts
    where receipt_type = 'sale'

    union all

    select
        'line' as document,
        record_source,
        batch_date,
        1 as row_count,
        quantity * unit_price - line_discount_amount as amount
    from {{ ref('stg_shop__order_lines_history') }}

    union all

    select
        'line' as document,
        record_source,
        batch_date,
        line_count as row_count,
        lines_net_amount as amount
    from receipts
    where receipt_type = 'sale'

    union all

    select
        'promotion' as document,
        record_source,
        batch_date,
        1 as row_count,
        discount_amount as amount
    from {{ ref('stg_shop__order_line_promotions_history') }}

    {%- for n in positions %}

        union all

        select
            'promotion' as document,
            record_source,
            batch_date,
            1 as row_count,
            coalesce(line_{{ n }}_discount_amount, 0) as amount
        from receipts
        where receipt_type = 'sale' and line_{{ n }}_promotion_id is not null
    {%- endfor %}

    union all

    select
        'payment' as document,
        record_source,
        batch_date,
        1 as row_count,
        amount
    from {{ ref('stg_shop__payments_history') }}

    union all

    select
        'payment' as document,
        record_source,
        batch_date,
        1 as row_count,
        total_amount as amount
    from receipts
    where receipt_type = 'sale'

    union all

    select
        'return' as document,
        record_source,
        batch_date,
        1 as row_count,
        refund_amount as amount
    from {{ ref('stg_shop__returns_history') }}

    union all

    -- a return receipt pays back its lines less its discount; each of its lines is a return
    select
        'return' as document,
        record_source,
        batch_date,
        line_count as row_count,
        lines_net_amount - receipt_discount_amount as amount
    from receipts
    where receipt_type = 'return'

),

present as (

    select
        'sale' as document,
        record_source,
        batch_date,
        order_discount_amount + shipping_amount + tax_amount as amount
    from {{ ref('sales_order_versions') }}

    union all

    select
        'line' as document,
        record_source,
        batch_date,
        quantity * unit_price - line_discount_amount as amount
    from {{ ref('sales_order_line_versions') }}

    union all

    select
        'promotion' as document,
        record_source,
        batch_date,
        discount_amount as amount
    from {{ ref('order_line_promotion_versions') }}

    union all

    select
        'payment' as document,
        record_source,
        batch_date,
        amount
    from {{ ref('payment_versions') }}

    union all

    select
        'return' as document,
        record_source,
        batch_date,
        refund_amount as amount
    from {{ ref('return_versions') }}

),

expected_sums as (

    select
        document,
        record_source,
        batch_date,
        sum(row_count) as row_count,
        sum(amount) as amount
    from expected
    group by document, record_source, batch_date

),

present_sums as (

    select
        document,
        record_source,
        batch_date,
        count(*) as row_count,
        sum(amount) as amount
    from present
    group by document, record_source, batch_date

)

{{ rows_that_differ(
    'expected_sums',
    'present_sums',
    ['document', 'record_source', 'batch_date', 'row_count', 'amount'],
) }}
