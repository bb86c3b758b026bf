-- grain: one row per person and month, as the month began (customer_durable_key, month_key)
{{ config(
    post_hook="{{ delete_customer_months_that_are_gone() }}", **replace_changed(['customer_durable_key', 'month_key'])
) }}

with

parties as (

    select * from {{ ref('parties') }}

),

customers as (

    select * from {{ ref('customers') }}

),

customer_versions as (

    select * from {{ ref('customer_versions') }}

),

loyalty_members as (

    select * from {{ ref('loyalty_members') }}

),

loyalty_member_versions as (

    select * from {{ ref('loyalty_member_versions') }}

),

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

dim_month as (

    select * from {{ ref('dim_month') }}

),

spans as (

    {{ customer_months() | indent }}

),

record_counts as (

    select
        surviving_party_id as person_id,
        cast(count(*) as integer) as record_count,
        coalesce(max(case when party_id = surviving_party_id and is_inferred then 1 end), 0) = 1 as is_inferred
    from parties
    group by surviving_party_id

),

sales as (

    select
        parties.surviving_party_id as person_id,
        cast(sales_order_versions.ordered_at as date) as ordered_date,
        sales_order_versions.is_current,
        sales_order_versions.order_status = 'cancelled' as is_cancelled,
        sales_order_versions.changed_in_batch_date,
        sales_order_versions.audit_loaded_at
    from sales_order_versions
    inner join parties
        on {{ party_of_sale('sales_order_versions') }} = parties.party_id

),

activity as (

    select
        person_id,
        {{ month_key('ordered_date') }} as month_key,
        count(case when not is_cancelled then 1 end) as order_count,
        count(case when is_cancelled then 1 end) as cancelled_order_count,
        max(case when not is_cancelled then ordered_date end) as last_ordered_date,
        max(changed_in_batch_date) as changed_in_batch_date
    from sales
    where is_current
    group by person_id, {{ month_key('ordered_date') }}

),

{% if is_incremental() -%}
    known_months as (

        -- what there is of a person has no gaps
        select
            customer_durable_key,
            min(month_key) as first_month_key,
            max(month_key) as last_month_key,
            max(order_count_to_date) as order_count_to_date,
            max(cancelled_order_count_to_date) as cancelled_order_count_to_date,
            max(record_count) as record_count
        from {{ this }}
        group by customer_durable_key

    ),

    touched as (

        {{ touched_persons() | indent(8) }}

    ),

    wanted as (

        -- persons of whom a month is not there, and those of whom all are computed: they are as if nothing was known
        select
            spans.person_id,
            spans.first_month_key,
            spans.last_month_key,
            case when touched.person_id is null then known_months.first_month_key end as known_from_key,
            case when touched.person_id is null then known_months.last_month_key end as known_until_key
        from spans
        left join known_months
            on {{ hash_key(['spans.person_id']) }} = known_months.customer_durable_key
        left join touched
            on spans.person_id = touched.person_id
        where touched.person_id is not null
            or known_months.customer_durable_key is null
            or spans.first_month_key < known_months.first_month_key
            or spans.last_month_key > known_months.last_month_key

    ),

{% endif -%}
person_months as (

    select
        spans.person_id,
        dim_month.month_key,
        dim_month.month_date
    from {{ 'wanted' if is_incremental() else 'spans' }} as spans
    inner join dim_month
        on
            spans.first_month_key <= dim_month.month_key
            and spans.last_month_key >= dim_month.month_key
    {% if is_incremental() -%}
        where spans.known_from_key is null
            or dim_month.month_key < spans.known_from_key
            or dim_month.month_key > spans.known_until_key
    {%- endif %}

),

orders_before as (

    select
        person_months.person_id,
        person_months.month_key,
        coalesce(sum(activity.order_count), 0) as order_count_to_date,
        coalesce(sum(activity.cancelled_order_count), 0) as cancelled_order_count_to_date,
        coalesce(sum(case when activity.month_key >= person_months.month_key - 100 then activity.order_count end), 0)
            as order_count_12_months,
        max(activity.last_ordered_date) as last_ordered_date,
        max(activity.changed_in_batch_date) as changed_in_batch_date
    from person_months
    left join activity
        on person_months.person_id = activity.person_id and person_months.month_key > activity.month_key
    group by person_months.person_id, person_months.month_key

),

cards as (

    select
        person_months.person_id,
        person_months.month_key,
        cast(sum(loyalty_member_versions.points_balance) as integer) as points_balance,
        max(loyalty_member_versions.batch_date) as batch_date
    from person_months
    inner join parties
        on person_months.person_id = parties.surviving_party_id
    inner join loyalty_member_versions
        on
            parties.party_id = 'pos|' || loyalty_member_versions.member_id
            and person_months.month_date >= loyalty_member_versions.valid_from
            and person_months.month_date < loyalty_member_versions.valid_to
            and person_months.month_date > loyalty_member_versions.joined_date
    group by person_months.person_id, person_months.month_key

),

shop_persons as (

    select *
    from customers
    where 'shop|' || customer_id in (select person_id from person_months)

),

store_persons as (

    select *
    from loyalty_members
    where 'pos|' || member_id in (select person_id from person_months)

),

shop_customers as (

    {{ continuous_versions('shop_persons', 'customer_versions', 'customer_id', ['birth_date', 'is_erased'])
        | indent }}

),

store_members as (

    {{ continuous_versions('store_persons', 'loyalty_member_versions', 'member_id', ['birth_date', 'is_erased'])
        | indent }}

),

records as (

    select
        'shop|' || customer_id as party_id,
        case when not is_erased then birth_date end as birth_date,
        valid_from,
        valid_to,
        ended_at,
        is_inferred,
        batch_date
    from shop_customers

    union all

    select
        'pos|' || member_id as party_id,
        case when not is_erased then birth_date end as birth_date,
        valid_from,
        valid_to,
        ended_at,
        is_inferred,
        batch_date
    from store_members

),

births as (

    {{ tracked_versions('records', 'party_id', tracked=['birth_date']) | indent }}

),

measured as (

    select
        person_months.person_id,
        person_months.month_key,
        {{ age_in_years('births.birth_date', 'person_months.month_date') }} as age,
        cast(person_months.month_date - orders_before.last_ordered_date as integer) as days_since_last_order,
        cast(orders_before.order_count_12_months as integer) as order_count_12_months,
        cast(orders_before.order_count_to_date as integer) as order_count_to_date,
        cast(orders_before.cancelled_order_count_to_date as integer) as cancelled_order_count_to_date,
        cards.points_balance,
        record_counts.record_count,
        {{ row_quality('false', 'record_counts.is_inferred') }} as row_quality,
        greatest(
            births.batch_date,
            coalesce(orders_before.changed_in_batch_date, births.batch_date),
            coalesce(cards.batch_date, births.batch_date)
        ) as changed_in_batch_date
    from person_months
    inner join record_counts
        on person_months.person_id = record_counts.person_id
    inner join births
        on person_months.person_id = births.party_id
    inner join orders_before
        on
            person_months.person_id = orders_before.person_id
            and person_months.month_key = orders_before.month_key
    left join cards
        on person_months.person_id = cards.person_id and person_months.month_key = cards.month_key
    where births.is_current

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
    month_key,
    {{ customer_band_key('age_band', 'recency_band', 'frequency_band', 'points_band') }} as customer_band_key,
    {{ audit_key('changed_in_batch_date', 'row_quality') }} as audit_key,
    order_count_12_months,
    order_count_to_date,
    cancelled_order_count_to_date,
    days_since_last_order,
    points_balance,
    record_count,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from banded
