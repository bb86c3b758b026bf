{#-
  The query of the customer_360 models, whose choice of view, table, incremental table or materialized view alone
  tells them apart. Nothing in it depends on today: a recency in days would change every person every day.

  Arguments: only, the name of a relation with the persons to compute (customer_durable_key); everybody without it.
-#}
{% macro customer_360(only=none) -%}
    with

    {% for name, relation in [
        ('records', ref('dim_customer')),
        ('lines', ref('fct_order_lines')),
        ('returned_items', ref('fct_returns')),
        ('sessions', ref('fct_sessions')),
    ] -%}
    {{ name }} as (

        select *
        from {{ relation }}
        where customer_durable_key <> {{ reserved_key('not_applicable') }}
        {%- if only %}
            and customer_durable_key in (select customer_durable_key from {{ only }})
        {%- endif %}

    ),

    {% endfor -%}
    survivors as (

        -- of each person the record that survives, as it is now
        select
            customer_durable_key,
            original_acquisition_channel,
            current_loyalty_tier,
            current_country_code,
            cohort_month_date
        from records
        where is_current
            and record_system <> 'reserved'
            and customer_durable_key = {{ hash_key(['party_id']) }}

    ),

    versions as (

        select
            customer_durable_key,
            cast(count(*) as integer) as record_version_count,
            max(batch_date) as batch_date
        from records
        group by customer_durable_key

    ),

    persons as (

        select
            survivors.*,
            versions.record_version_count,
            versions.batch_date
        from survivors
        inner join versions
            on survivors.customer_durable_key = versions.customer_durable_key

    ),

    bought as (

        select
            customer_durable_key,
            cast(count(*) as integer) as line_count,
            cast(count(distinct case when not is_cancelled then sales_order_id end) as integer) as order_count,
            cast(
                count(distinct case when not is_cancelled and channel = 'store' then sales_order_id end) as integer
            ) as store_order_count,
            cast(sum(case when is_cancelled then 0 else quantity end) as integer) as unit_count,
            cast(sum(case when is_cancelled then 0 else net_revenue_eur end) as decimal(18, 2)) as net_revenue_eur,
            min(case when not is_cancelled then cast(ordered_at as date) end) as first_order_date,
            max(case when not is_cancelled then cast(ordered_at as date) end) as last_order_date,
            max(changed_in_batch_date) as changed_in_batch_date
        from lines
        group by customer_durable_key

    ),

    returned as (

        select
            customer_durable_key,
            cast(count(*) as integer) as return_count,
            cast(sum(net_revenue_returned_eur) as decimal(18, 2)) as net_revenue_returned_eur,
            max(changed_in_batch_date) as changed_in_batch_date
        from returned_items
        group by customer_durable_key

    ),

    visited as (

        select
            customer_durable_key,
            cast(count(*) as integer) as session_count,
            max(cast(started_at as date)) as last_session_date,
            max(changed_in_batch_date) as changed_in_batch_date
        from sessions
        group by customer_durable_key

    )

    select
        persons.customer_durable_key,
        persons.original_acquisition_channel,
        persons.current_loyalty_tier,
        persons.current_country_code,
        persons.cohort_month_date,
        persons.record_version_count,
        coalesce(bought.line_count, 0) as line_count,
        coalesce(bought.order_count, 0) as order_count,
        coalesce(bought.store_order_count, 0) as store_order_count,
        coalesce(bought.unit_count, 0) as unit_count,
        coalesce(bought.net_revenue_eur, 0) as net_revenue_eur,
        coalesce(returned.return_count, 0) as return_count,
        cast(
            coalesce(bought.net_revenue_eur, 0) - coalesce(returned.net_revenue_returned_eur, 0) as decimal(18, 2)
        ) as net_revenue_after_returns_eur,
        {{ ratio('bought.net_revenue_eur', 'bought.order_count', 2) }} as net_revenue_per_order_eur,
        bought.first_order_date,
        bought.last_order_date,
        coalesce(visited.session_count, 0) as session_count,
        visited.last_session_date,
        greatest(
            persons.batch_date,
            coalesce(bought.changed_in_batch_date, persons.batch_date),
            coalesce(returned.changed_in_batch_date, persons.batch_date),
            coalesce(visited.changed_in_batch_date, persons.batch_date)
        ) as changed_in_batch_date
    from persons
    left join bought
        on persons.customer_durable_key = bought.customer_durable_key
    left join returned
        on persons.customer_durable_key = returned.customer_durable_key
    left join visited
        on persons.customer_durable_key = visited.customer_durable_key
{%- endmacro %}
