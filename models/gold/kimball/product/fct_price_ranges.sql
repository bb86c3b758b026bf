-- grain: one row per product, currency and span of days with one list price
{{ config(post_hook="{{ delete_prices_that_are_gone() }}", **replace_changed('product_durable_key')) }}

with

list_price_versions as (

    select * from {{ ref('list_price_versions') }}

),

dim_product as (

    select * from {{ ref('dim_product') }}

),

touched as (

    select product_id
    from list_price_versions
    where {{ is_new_row('list_price_versions') }}

    -- union drops repetitions: a product is computed once
    union

    select product_id
    from dim_product
    where {{ is_new_row('dim_product') }}

),

price_changes as (

    -- every version counts: a price that was taken back has shaped the span before it
    select
        product_id,
        currency_code,
        max(changed_in_batch_date) as changed_in_batch_date
    from list_price_versions
    group by product_id, currency_code

),

prices as (

    select
        product_id,
        currency_code,
        start_date as from_date,
        lead(start_date) over (partition by product_id, currency_code order by start_date) as until_date,
        list_price
    from list_price_versions
    where is_current
        and {{ of_touched('product_id') }}

),

resolved as (

    select
        prices.*,
        {{ hash_key(['prices.product_id']) }} as product_durable_key,
        coalesce(dim_product.product_key, {{ reserved_key('missing') }}) as product_key,
        {{ currency_key('prices.currency_code') }} as currency_key,
        {{ date_key('prices.from_date') }} as from_date_key,
        {{ date_key('prices.until_date', when_absent='not_yet_available') }} as until_date_key,
        coalesce(dim_product.is_inferred, false) as is_inferred,
        greatest(
            price_changes.changed_in_batch_date,
            coalesce(dim_product.batch_date, price_changes.changed_in_batch_date)
        ) as changed_in_batch_date
    from prices
    inner join price_changes
        on prices.product_id = price_changes.product_id and prices.currency_code = price_changes.currency_code
    left join dim_product
        on
            prices.product_id = dim_product.product_id
            and cast(prices.from_date as timestamp) >= dim_product.valid_from
            and cast(prices.from_date as timestamp) < dim_product.valid_to

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key(['product_key', 'currency_key']) ~ ' or ' ~ is_missing_date_key(['from_date_key', 'until_date_key']),
            'is_inferred'
        ) | indent(8) }} as row_quality
    from resolved

)

select
    product_key,
    product_durable_key,
    currency_key,
    from_date_key,
    until_date_key,
    from_date,
    until_date,
    list_price,
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from judged
