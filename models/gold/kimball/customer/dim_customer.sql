-- grain: one row per person record (shop customer or loyalty member) and version of its tracked attributes,
-- and one per reserved member
{{ config(**replace_changed('party_id')) }}

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

{% if is_incremental() -%}
    {{ touched_customers() | indent(4) }},

{% endif -%}
shop_identities as (

    select *
    from customers
    {% if is_incremental() -%}
        where 'shop|' || customer_id in (select party_id from touched)
    {%- endif %}

),

store_identities as (

    select *
    from loyalty_members
    {% if is_incremental() -%}
        where 'pos|' || member_id in (select party_id from touched)
    {%- endif %}

),

shop_customers as (

    {{ continuous_versions('shop_identities', 'customer_versions', 'customer_id', [
        'loyalty_tier', 'acquisition_channel', 'birth_date', 'country_code', 'registered_at', 'is_erased',
    ]) | indent }}

),

store_members as (

    {{ continuous_versions('store_identities', 'loyalty_member_versions', 'member_id', [
        'home_location_id', 'birth_date', 'country_code', 'joined_date', 'is_erased',
    ]) | indent }}

),

records as (

    select
        'shop|' || customer_id as party_id,
        acquisition_channel,
        cast(registered_at as date) as registered_date,
        case when not is_erased then cast(extract(year from birth_date) as integer) end as birth_year,
        coalesce(is_erased, false) as is_erased,
        loyalty_tier,
        country_code,
        cast(null as {{ dbt.type_string() }}) as home_location_id,
        valid_from,
        valid_to,
        ended_at,
        is_inferred,
        batch_date
    from shop_customers

    union all

    select
        'pos|' || member_id as party_id,
        cast(null as {{ dbt.type_string() }}) as acquisition_channel,
        joined_date as registered_date,
        case when not is_erased then cast(extract(year from birth_date) as integer) end as birth_year,
        coalesce(is_erased, false) as is_erased,
        cast(null as {{ dbt.type_string() }}) as loyalty_tier,
        country_code,
        home_location_id,
        valid_from,
        valid_to,
        ended_at,
        is_inferred,
        batch_date
    from store_members

),

versions as (

    {{ tracked_versions(
        'records', 'party_id',
        original=['acquisition_channel', 'registered_date'],
        latest=['birth_year', 'is_erased'],
        tracked=['loyalty_tier', 'country_code', 'home_location_id'],
        previous=['loyalty_tier'],
        current=['loyalty_tier', 'country_code']
    ) | indent }}

),

sales as (

    select
        parties.surviving_party_id,
        sales_order_versions.sales_order_id,
        sales_order_versions.ordered_at,
        sales_order_versions.order_status = 'cancelled' as is_cancelled
    from sales_order_versions
    inner join parties
        on {{ party_of_sale('sales_order_versions') }} = parties.party_id
    where sales_order_versions.is_current
        and {{ of_touched('party_id', 'parties') }}

),

first_sales as (

    {{ first_sales('sales', 'surviving_party_id') | indent }}

),

known_persons as (

    select
        {{ hash_key(['versions.party_id', 'versions.valid_from']) }} as customer_key,
        {{ hash_key(['parties.surviving_party_id']) }} as customer_durable_key,
        versions.*,
        split_part(versions.party_id, '|', 1) as record_system,
        substring(versions.party_id, position('|' in versions.party_id) + 1) as record_id,
        first_sales.first_sales_order_id,
        cast(first_sales.first_ordered_at as date) as first_ordered_date,
        first_sales.cohort_month_date
    from versions
    inner join parties
        on versions.party_id = parties.party_id
    left join first_sales
        on parties.surviving_party_id = first_sales.surviving_party_id

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as customer_key,
            '{{ member.name }}' as party_id,
            {{ reserved_date_key(member.name) }} as first_order_date_key
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    customer_key,
    customer_durable_key,
    party_id,
    record_system,
    record_id,
    original_acquisition_channel,
    original_registered_date,
    birth_year,
    is_erased,
    loyalty_tier,
    country_code,
    home_location_id,
    previous_loyalty_tier,
    current_loyalty_tier,
    current_country_code,
    first_sales_order_id,
    {{ date_key('first_ordered_date', when_absent='not_yet_available') }} as first_order_date_key,
    cohort_month_date,
    valid_from,
    valid_to,
    is_current,
    ended_at,
    is_inferred,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from known_persons

union all

select
    customer_key,
    customer_key as customer_durable_key,
    party_id,
    'reserved' as record_system,
    party_id as record_id,
    null as original_acquisition_channel,
    cast(null as date) as original_registered_date,
    cast(null as integer) as birth_year,
    false as is_erased,
    null as loyalty_tier,
    null as country_code,
    null as home_location_id,
    null as previous_loyalty_tier,
    null as current_loyalty_tier,
    null as current_country_code,
    null as first_sales_order_id,
    first_order_date_key,
    cast(null as date) as cohort_month_date,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    true as is_current,
    cast(null as timestamp) as ended_at,
    false as is_inferred,
    cast(null as date) as batch_date,
    {{ load_time() }} as audit_loaded_at
from reserved_members
