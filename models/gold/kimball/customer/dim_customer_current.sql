-- grain: one row per person as known now (customer_durable_key), and one per reserved member
{{ config(materialized='view') }}

with

dim_customer as (

    select * from {{ ref('dim_customer') }}

),

loyalty_member_versions as (

    select * from {{ ref('loyalty_member_versions') }}

),

fct_customer_monthly as (

    select * from {{ ref('fct_customer_monthly') }}

),

record_counts as (

    select
        customer_durable_key,
        cast(count(*) as integer) as record_count
    from dim_customer
    where is_current
    group by customer_durable_key

),

cards as (

    select
        dim_customer.customer_durable_key,
        cast(sum(loyalty_member_versions.points_balance) as integer) as points_balance
    from dim_customer
    inner join loyalty_member_versions
        on dim_customer.record_id = loyalty_member_versions.member_id
    where dim_customer.record_system = 'pos'
        and dim_customer.is_current
        and loyalty_member_versions.is_current
    group by dim_customer.customer_durable_key

),

home_stores as (

    -- of several cards, the one with the lowest number
    select
        customer_durable_key,
        home_location_id,
        row_number() over (partition by customer_durable_key order by record_id) as card_number
    from dim_customer
    where record_system = 'pos'
        and is_current
        and home_location_id is not null

),

bands_now as (

    select
        customer_durable_key,
        customer_band_key
    from fct_customer_monthly
    where month_key = (select {{ month_key('as_of') }} from (select {{ as_of_date() }} as as_of) as today)

),

survivors as (

    select *
    from dim_customer
    where is_current
        and (record_system = 'reserved' or customer_durable_key = {{ hash_key(['party_id']) }})

)

select
    survivors.customer_durable_key,
    survivors.customer_key,
    survivors.party_id,
    survivors.record_system,
    survivors.record_id,
    survivors.original_acquisition_channel,
    survivors.original_registered_date,
    survivors.birth_year,
    survivors.is_erased,
    survivors.loyalty_tier,
    survivors.previous_loyalty_tier,
    survivors.country_code,
    home_stores.home_location_id,
    record_counts.record_count,
    cards.points_balance as current_points_balance,
    case
        when survivors.record_system = 'reserved' then survivors.customer_key
        else coalesce(bands_now.customer_band_key, {{ reserved_key('not_yet_available') }})
    end as current_customer_band_key,
    survivors.first_sales_order_id,
    survivors.first_order_date_key,
    survivors.cohort_month_date,
    survivors.ended_at,
    survivors.is_inferred
from survivors
inner join record_counts
    on survivors.customer_durable_key = record_counts.customer_durable_key
left join cards
    on survivors.customer_durable_key = cards.customer_durable_key
left join home_stores
    on survivors.customer_durable_key = home_stores.customer_durable_key and home_stores.card_number = 1
left join bands_now
    on survivors.customer_durable_key = bands_now.customer_durable_key
