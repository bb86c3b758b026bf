{#-
  The person records that an increment of dim_customer has to compute: those with a row of their own that is new
  since its last run, buyers of new sales, those whose first sale is gone, belongs to another or whose versions are gone;
  and all records of the same persons, as the parties are now and as the dimension still has them, for a person's first
  sale stands in each.

  Reads the CTEs of dim_customer: parties, customers, customer_versions, loyalty_members, loyalty_member_versions,
  sales_order_versions.
  Renders the common table expressions up to touched: party_id, each once.
-#}
{% macro touched_customers() -%}
new_sales as (

    select
        sales_order_id,
        {{ party_of_sale('sales_order_versions') }} as party_id
    from sales_order_versions
    where {{ is_new_row('sales_order_versions') }}

),

touched_records as (

    select party_id
    from parties
    where {{ is_new_row('parties') }}

    -- union drops repetitions: a record is computed once
    union

    {% for system, key, relation in [
        ('shop', 'customer_id', 'customers'),
        ('shop', 'customer_id', 'customer_versions'),
        ('pos', 'member_id', 'loyalty_members'),
        ('pos', 'member_id', 'loyalty_member_versions'),
    ] -%}
    select '{{ system }}|' || {{ key }} as party_id
    from {{ relation }}
    where {{ is_new_row(relation) }}

    union

    {% endfor -%}
    select party_id
    from new_sales
    where party_id is not null

    union

    select party_id
    from {{ this }} as present
    where first_sales_order_id in (select sales_order_id from new_sales)

    union

    select party_id
    from {{ this }} as present
    where first_sales_order_id is not null
        and not exists (
            select 1
            from sales_order_versions
            where sales_order_versions.sales_order_id = present.first_sales_order_id
        )

    union

    {% for system, key, versions in [
        ('shop', 'customer_id', 'customer_versions'), ('pos', 'member_id', 'loyalty_member_versions'),
    ] -%}
    select party_id
    from {{ this }} as present
    where record_system = '{{ system }}'
        and record_id not in (select {{ key }} from {{ versions }})
    {{ 'union' if not loop.last }}

    {% endfor -%}

),

touched as (

    select party_id from touched_records

    union

    select party_id
    from parties
    where surviving_party_id in (
        select surviving_party_id from parties where party_id in (select party_id from touched_records)
    )

    union

    select party_id
    from {{ this }}
    where customer_durable_key in (
        select customer_durable_key from {{ this }} where party_id in (select party_id from touched_records)
    )

)
{%- endmacro %}
