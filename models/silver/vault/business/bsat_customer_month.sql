-- grain: one row per person and month, as the month began (customer_durable_key, month_key)
{{ config(materialized='view') }}

with

parties as (

    select
        matched.customer_hash_key,
        matched.party_id,
        matched.surviving_party_id,
        known.is_inferred,
        known.batch_date
    from {{ ref('sal_customer_matched') }} as matched
    inner join {{ ref('bsat_customer_identity') }} as known
        on matched.customer_hash_key = known.customer_hash_key

),

records as (

    select
        parties.surviving_party_id as person_id,
        parties.party_id,
        coalesce(shop_profiles.registered_at, cast(pos_profiles.joined_date as timestamp)) as registered_at,
        coalesce(shop_persons.birth_date, pos_persons.birth_date) as birth_date,
        coalesce(shop_persons.is_erased, pos_persons.is_erased) as is_erased,
        pos_profiles.joined_date,
        pos_points.points_balance,
        versions.valid_from,
        versions.valid_to,
        versions.is_current,
        versions.ended_at
    from {{ ref('pit_customer') }} as versions
    inner join parties
        on versions.customer_hash_key = parties.customer_hash_key
    left join {{ ref('sat_shop_customer_personal') }} as shop_persons
        on
            versions.customer_hash_key = shop_persons.customer_hash_key
            and versions.shop_personal_hash_diff = shop_persons.hash_diff
    left join {{ ref('sat_shop_customer_profile') }} as shop_profiles
        on
            versions.customer_hash_key = shop_profiles.customer_hash_key
            and versions.shop_profile_hash_diff = shop_profiles.hash_diff
    left join {{ ref('sat_pos_member_personal') }} as pos_persons
        on
            versions.customer_hash_key = pos_persons.customer_hash_key
            and versions.pos_personal_hash_diff = pos_persons.hash_diff
    left join {{ ref('sat_pos_member_profile') }} as pos_profiles
        on
            versions.customer_hash_key = pos_profiles.customer_hash_key
            and versions.pos_profile_hash_diff = pos_profiles.hash_diff
    left join {{ ref('sat_pos_member_points') }} as pos_points
        on
            versions.customer_hash_key = pos_points.customer_hash_key
            and versions.pos_points_hash_diff = pos_points.hash_diff

),

sales as (

    select
        bsat_order.*,
        true as is_current
    from {{ ref('bsat_order') }} as bsat_order
    where bsat_order.party_id is not null

),

spans as (

    {{ customer_months('sales', 'records', 'parties') | indent }}

),

months as (

    select
        {{ month_key('day') }} as month_key,
        day as month_date
    from (
        {{ each_day(first_day_of_calendar(), last_day_of_calendar()) | indent(8) }}
    ) as days
    where extract(day from day) = 1

),

person_months as (

    select
        spans.person_id,
        months.month_key,
        months.month_date
    from spans
    inner join months
        on spans.first_month_key <= months.month_key and spans.last_month_key >= months.month_key

),

activity as (

    select
        parties.surviving_party_id as person_id,
        {{ month_key('cast(sales.ordered_at as date)') }} as month_key,
        count(case when not sales.is_cancelled then 1 end) as order_count,
        max(case when not sales.is_cancelled then cast(sales.ordered_at as date) end) as last_ordered_date
    from sales
    inner join parties
        on sales.party_id = parties.party_id
    group by parties.surviving_party_id, {{ month_key('cast(sales.ordered_at as date)') }}

),

orders_before as (

    select
        person_months.person_id,
        person_months.month_key,
        coalesce(sum(activity.order_count), 0) as order_count_to_date,
        coalesce(sum(case when activity.month_key >= person_months.month_key - 100 then activity.order_count end), 0)
            as order_count_12_months,
        max(activity.last_ordered_date) as last_ordered_date
    from person_months
    left join activity
        on person_months.person_id = activity.person_id and person_months.month_key > activity.month_key
    group by person_months.person_id, person_months.month_key

),

cards as (

    select
        person_months.person_id,
        person_months.month_key,
        cast(sum(records.points_balance) as integer) as points_balance
    from person_months
    inner join records
        on
            person_months.person_id = records.person_id
            and person_months.month_date >= records.valid_from
            and person_months.month_date < coalesce(records.ended_at, records.valid_to)
            and person_months.month_date > records.joined_date
    group by person_months.person_id, person_months.month_key

),

births as (

    select
        party_id,
        case when not is_erased then birth_date end as birth_date
    from records
    where is_current

),

measured as (

    select
        person_months.person_id,
        person_months.month_key,
        {{ age_in_years('births.birth_date', 'person_months.month_date') }} as age,
        cast(person_months.month_date - orders_before.last_ordered_date as integer) as days_since_last_order,
        cast(orders_before.order_count_12_months as integer) as order_count_12_months,
        cast(orders_before.order_count_to_date as integer) as order_count_to_date,
        cards.points_balance
    from person_months
    inner join births
        on person_months.person_id = births.party_id
    inner join orders_before
        on
            person_months.person_id = orders_before.person_id
            and person_months.month_key = orders_before.month_key
    left join cards
        on person_months.person_id = cards.person_id and person_months.month_key = cards.month_key

),

banded as (

    select
        *,
        {{ customer_band('age_band', 'age') }} as age_band,
        {{ customer_band('recency_band', 'days_since_last_order') }} as recency_band,
        {{ customer_band('frequency_band', 'order_count_12_months') }} as frequency_band,
        {{ customer_band('points_band', 'points_balance') }} as points_band
    from measured

)

select
    {{ hash_key(['person_id']) }} as customer_durable_key,
    person_id as surviving_party_id,
    month_key,
    {{ customer_band_key('age_band', 'recency_band', 'frequency_band', 'points_band') }} as customer_band_key,
    age_band,
    recency_band,
    frequency_band,
    points_band,
    order_count_12_months,
    order_count_to_date,
    days_since_last_order,
    points_balance
from banded
