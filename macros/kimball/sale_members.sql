{#-
  The members that a sale as a whole has in the star's dimensions, as of its time: one definition for every fact
  that is about sales.

  Arguments: sales, a CTE with one row a sale: sales_order_id, channel, party_id, ordered_at, location_id, device,
    is_express, is_gift_wrapped, ship_to_ and bill_to_address_id, ship_to_ and bill_to_country_code; are_few, whether
    they are few enough for the versions of their addresses alone to be computed.
  Reads the CTEs dim_customer, dim_location, addresses and address_versions.
  Returns: a query with sales_order_id, country_code, the keys customer_key, customer_durable_key, location_key,
    ship_to_geography_key, bill_to_geography_key, order_profile_key, and what they say of the row:
    has_inferred_member, and members_batch_date, the greatest batch date of what was looked up.

  A city counts only where the address lies in the country that the order names, and was not erased: else the
  geography is the country as a whole.
-#}
{% macro sale_members(sales, are_few=false) -%}
    {%- set roles = ['ship_to', 'bill_to'] -%}
    select
        sales.sales_order_id,
        coalesce(sales.ship_to_country_code, dim_location.country_code) as country_code,
        case
            when sales.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_key, {{ reserved_key('missing') }})
        end as customer_key,
        case
            when sales.party_id is null then {{ reserved_key('not_applicable') }}
            else coalesce(dim_customer.customer_durable_key, {{ reserved_key('missing') }})
        end as customer_durable_key,
        coalesce(dim_location.location_key, {{ reserved_key('missing') }}) as location_key,
        {%- for role in roles %}
        {%- set city = 'case when ' ~ role ~ '.country_code = sales.' ~ role ~ '_country_code then '
            ~ known_city(role ~ '.city', role ~ '.is_erased') ~ ' end' %}
        case
            when sales.channel = 'store' then {{ reserved_key('not_applicable') }}
            else {{ geography_key('sales.' ~ role ~ '_country_code', city) }}
        end as {{ role }}_geography_key,
        {%- endfor %}
        {{ order_profile_key(
            'sales.channel', 'sales.device', 'sales.is_express', 'sales.is_gift_wrapped',
            'case when sales.party_id is not null'
            ~ ' then coalesce(dim_customer.first_sales_order_id = sales.sales_order_id, false) end'
        ) }} as order_profile_key,
        coalesce(dim_customer.is_inferred, false) or coalesce(dim_location.is_inferred, false) as has_inferred_member,
        greatest(
            coalesce(dim_customer.batch_date, cast({{ low_date() }} as date)),
            coalesce(dim_location.batch_date, cast({{ low_date() }} as date)),
            coalesce(ship_to.batch_date, cast({{ low_date() }} as date)),
            coalesce(bill_to.batch_date, cast({{ low_date() }} as date))
        ) as members_batch_date
    from {{ sales }} as sales
    left join dim_customer
        on
            sales.party_id = dim_customer.party_id
            and sales.ordered_at >= dim_customer.valid_from
            and sales.ordered_at < dim_customer.valid_to
    left join dim_location
        on
            sales.location_id = dim_location.location_id
            and sales.ordered_at >= dim_location.valid_from
            and sales.ordered_at < dim_location.valid_to
    {%- for role in roles %}
    left join (
        {%- if are_few %}
        with sold_to as (
            select * from addresses where address_id in (select {{ role }}_address_id from {{ sales }})
        )
        {% endif %}
        {{ continuous_versions(
            'sold_to' if are_few else 'addresses', 'address_versions', 'address_id', ['city', 'country_code', 'is_erased']
        ) | indent(8) }}
    ) as {{ role }}
        on
            sales.{{ role }}_address_id = {{ role }}.address_id
            and sales.ordered_at >= {{ role }}.valid_from
            and sales.ordered_at < {{ role }}.valid_to
    {%- endfor %}
{%- endmacro %}


{#-
  The sales of a fact whose members, as sale_members() finds them, may have changed since its last run. Locations
  are looked up from the keys that the fact holds: a key whose version is gone or was written anew is touched.

  Reads the CTEs sales_order_versions, address_versions, dim_customer, dim_location.
  Returns: a query with sales_order_id, for use in a union.
-#}
{% macro sales_with_changed_members() -%}
    {{ sales_of_changed_customers() }}

    union

    select present.sales_order_id
    from {{ this }} as present
    left join dim_location
        on present.location_key = dim_location.location_key
    where dim_location.location_key is null or {{ is_new_row('dim_location') }}

    {% for role in ['ship_to', 'bill_to'] %}
    union

    select sales_order_versions.sales_order_id
    from sales_order_versions
    inner join address_versions
        on sales_order_versions.{{ role }}_address_id = address_versions.address_id
    where {{ is_new_row('address_versions') }}
    {% endfor %}
{%- endmacro %}


{#-
  The sales whose buyer's record has a version that is new since this model's last run. A version that is gone has
  left no row, but its record has others that are new: dim_customer replaces all versions of a record, and has at
  least one of each.

  Reads the CTEs sales_order_versions and dim_customer.
  Returns: a query with sales_order_id, for use in a union.
-#}
{% macro sales_of_changed_customers() -%}
    {% for system, key in [('shop', 'customer_id'), ('pos', 'member_id')] -%}
    select sales_order_id
    from sales_order_versions
    where {{ key }} in (
        select record_id from dim_customer where record_system = '{{ system }}' and {{ is_new_row('dim_customer') }}
    )
    {{ 'union' if not loop.last }}
    {% endfor -%}
{%- endmacro %}
