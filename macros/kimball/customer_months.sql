{#-
  The months that fct_customer_monthly has of each person, whole: from the month of the first sale or of the
  registration, whichever is earlier, to the month of the project's today. A registration from before the first
  delivery counts from that delivery on, since nothing is known of the months before. A sale has its month in any case.

  Arguments: relations or common table expressions, those of the enterprise model unless given: sales (party_id,
    ordered_at, is_current), records (party_id, registered_at), parties (party_id, surviving_party_id).
  Returns: a query with person_id (the surviving party), first_month_key and last_month_key.
-#}
{% macro customer_months(sales=none, records=none, parties=none) -%}
    select
        parties.surviving_party_id as person_id,
        min({{ month_key('days.first_day') }}) as first_month_key,
        max({{ month_key('days.last_day') }}) as last_month_key
    from (
        -- the sales of a party first, which are many, then the person that it is
        select
            {{ 'sales.party_id' if sales else party_of_sale('sales') }} as party_id,
            min(cast(sales.ordered_at as date)) as first_day,
            max(greatest(cast(sales.ordered_at as date), known.last_day)) as last_day
        from {{ sales or ref('sales_order_versions') }} as sales
        cross join (select {{ as_of_date() }} as last_day) as known
        where sales.is_current
            and cast(sales.ordered_at as date) between {{ first_day_of_calendar() }} and {{ last_day_of_calendar() }}
        group by {{ 'sales.party_id' if sales else party_of_sale('sales') }}

        union all

        select
            registrations.party_id,
            greatest(registrations.registered_date, known.first_day) as first_day,
            known.last_day
        from (
            {% if records -%}
            select
                party_id,
                cast(registered_at as date) as registered_date
            from {{ records }} as registered
            {%- else -%}
            select
                'shop|' || customer_id as party_id,
                cast(registered_at as date) as registered_date
            from {{ ref('customer_versions') }}

            union all

            select
                'pos|' || member_id as party_id,
                joined_date as registered_date
            from {{ ref('loyalty_member_versions') }}
            {%- endif %}
        ) as registrations
        cross join (select {{ first_delivery_date() }} as first_day, {{ as_of_date() }} as last_day) as known
    ) as days
    inner join {{ parties or ref('parties') }} as parties
        on days.party_id = parties.party_id
    where days.first_day between {{ first_day_of_calendar() }} and {{ last_day_of_calendar() }}
    group by parties.surviving_party_id
{%- endmacro %}


{#-
  Post-hook of fct_customer_monthly: takes out the months that a person no longer has, and the persons who are
  known as somebody else by now. An increment replaces the months that it computes.
-#}
{% macro delete_customer_months_that_are_gone() -%}
    delete from {{ this }}
    where (customer_durable_key, month_key) in (
        select
            present.customer_durable_key,
            present.month_key
        from {{ this }} as present
        left join (
            {{ customer_months() | indent(12) }}
        ) as spans
            on
                present.customer_durable_key = {{ hash_key(['spans.person_id']) }}
                and present.month_key between spans.first_month_key and spans.last_month_key
        where spans.person_id is null
    )
{%- endmacro %}


{#-
  The persons of whom fct_customer_monthly has to compute every month: those with a record, a sale or a version
  that is new since its last run. A person who lost one (a sale that was another's after all, a record that is
  somebody else by now) has no new row; there the counts of the last month that the fact holds are not those
  of today. Nor has a record whose versions are gone; those without any are always among them, and are few.

  Reads the CTEs of fct_customer_monthly: parties, sales, customers, customer_versions, loyalty_members,
    loyalty_member_versions, activity, record_counts, known_months.
  Returns: a query with person_id.
-#}
{% macro touched_persons() -%}
    select parties.surviving_party_id as person_id
    from parties
    where {{ is_new_row('parties') }}

    -- union drops repetitions: a person is computed once
    union

    select sales.person_id
    from sales
    where {{ is_new_row('sales') }}

    union

    select parties.surviving_party_id as person_id
    from customer_versions
    inner join parties
        on 'shop|' || customer_versions.customer_id = parties.party_id
    where {{ is_new_row('customer_versions') }}

    union

    select parties.surviving_party_id as person_id
    from loyalty_member_versions
    inner join parties
        on 'pos|' || loyalty_member_versions.member_id = parties.party_id
    where {{ is_new_row('loyalty_member_versions') }}

    {% for system, key, records, versions in [
        ('shop', 'customer_id', 'customers', 'customer_versions'),
        ('pos', 'member_id', 'loyalty_members', 'loyalty_member_versions'),
    ] -%}
    union

    -- a record that nothing describes, or nothing any more, which leaves no row that is new
    select parties.surviving_party_id as person_id
    from {{ records }}
    inner join parties
        on '{{ system }}|' || {{ records }}.{{ key }} = parties.party_id
    where {{ records }}.{{ key }} not in (select {{ key }} from {{ versions }})

    {% endfor -%}
    union

    select record_counts.person_id
    from record_counts
    inner join known_months as present
        on {{ hash_key(['record_counts.person_id']) }} = present.customer_durable_key
    left join activity
        on record_counts.person_id = activity.person_id and present.last_month_key > activity.month_key
    group by
        record_counts.person_id, record_counts.record_count,
        present.record_count, present.order_count_to_date, present.cancelled_order_count_to_date
    having record_counts.record_count <> present.record_count
        or coalesce(sum(activity.order_count), 0) <> present.order_count_to_date
        or coalesce(sum(activity.cancelled_order_count), 0) <> present.cancelled_order_count_to_date
{%- endmacro %}
