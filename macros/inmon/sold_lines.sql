{#-
  What the enterprise model does not store, because it follows from what it stores: the revenue of a line, and
  what of it came back. A dependent mart would hold both; an answer straight from third normal form
  derives them anew. Each macro renders common table expressions, imports included, for the head of a query.

  sold_lines()      sales, one row a sale, cancelled ones too: sales_order_id, channel, customer_id, person_id (the party
                    that the buyer is known as; null for a guest and a receipt without a card), ordered_at,
                    month_date (UTC), location_id, country_code, currency_code, is_cancelled and
                    eur_per_unit;
                    products_in_time, the versions of products without gaps;
                    sold_lines, one row a line of the sales that count: the columns of sales, line_number, product_id,
                    category_id (as of the sale), is_gift_card, quantity, unit_count (0 for a gift card),
                    net_revenue_amount and net_revenue_eur.
  returned_lines()  continues with returned_lines, one row a return of goods from a sale that counts: return_id,
                    sales_order_id, line_number (where a till names a product alone and several lines sold it, the
                    first of them), returned_unit_count (0 for a gift card) and net_revenue_returned_eur.
-#}
{% macro sold_lines() -%}
sales_orders as (

    select * from {{ ref('sales_orders') }}

),

sales_order_versions as (

    select * from {{ ref('sales_order_versions') }}

),

sales_order_line_versions as (

    select * from {{ ref('sales_order_line_versions') }}

),

customers as (

    select * from {{ ref('customers') }}

),

loyalty_members as (

    select * from {{ ref('loyalty_members') }}

),

parties as (

    select * from {{ ref('parties') }}

),

products as (

    select * from {{ ref('products') }}

),

product_versions as (

    select * from {{ ref('product_versions') }}

),

locations as (

    select * from {{ ref('locations') }}

),

location_versions as (

    select * from {{ ref('location_versions') }}

),

fx_rates as (

    select * from {{ ref('fx_rates') }}

),

products_in_time as (

    {{ continuous_versions('products', 'product_versions', 'product_id', ['product_type', 'category_id']) | indent }}

),

locations_in_time as (

    {{ continuous_versions('locations', 'location_versions', 'location_id', ['country_code']) | indent }}

),

rates as (

    {{ rates_by_day('fx_rates') | indent }}

),

sales as (

    select
        sales_orders.sales_order_id,
        sales_orders.channel,
        sales_order_versions.customer_id,
        parties.surviving_party_id as person_id,
        sales_order_versions.ordered_at,
        cast(date_trunc('month', sales_order_versions.ordered_at) as date) as month_date,
        sales_order_versions.location_id,
        coalesce(sales_order_versions.ship_to_country_code, locations_in_time.country_code) as country_code,
        sales_order_versions.currency_code,
        sales_order_versions.order_discount_amount,
        sales_order_versions.order_status = 'cancelled' as is_cancelled,
        rates.eur_per_unit
    from sales_orders
    inner join sales_order_versions
        on sales_orders.sales_order_id = sales_order_versions.sales_order_id
    left join customers
        on sales_order_versions.customer_id = customers.customer_id
    left join loyalty_members
        on sales_order_versions.member_id = loyalty_members.member_id
    left join parties
        on coalesce(customers.party_id, loyalty_members.party_id) = parties.party_id
    left join locations_in_time
        on
            sales_order_versions.location_id = locations_in_time.location_id
            and sales_order_versions.ordered_at >= locations_in_time.valid_from
            and sales_order_versions.ordered_at < locations_in_time.valid_to
    left join rates
        on
            sales_order_versions.currency_code = rates.currency_code
            and cast(sales_order_versions.ordered_at as date) >= rates.first_date
            and cast(sales_order_versions.ordered_at as date) < rates.until_date
    where sales_order_versions.is_current

),

priced_lines as (

    select
        sales.*,
        sales_order_line_versions.line_number,
        sales_order_line_versions.product_id,
        sales_order_line_versions.quantity,
        {{ line_amount('sales_order_line_versions.quantity', 'sales_order_line_versions.unit_price') }} as line_amount,
        sales_order_line_versions.line_discount_amount
    from sales
    inner join sales_order_line_versions
        on sales.sales_order_id = sales_order_line_versions.sales_order_id
    where sales_order_line_versions.is_current

),

discount_shares as (

    {{ allocate(
        'priced_lines', whole=['sales_order_id'], ordered_by='line_number', weight='line_amount',
        amounts=['order_discount_amount']
    ) | indent }}

),

valued_lines as (

    select
        priced_lines.*,
        products_in_time.category_id,
        coalesce(products_in_time.product_type = 'gift_card', false) as is_gift_card,
        {{ net_revenue(
            'priced_lines.line_amount', 'priced_lines.line_discount_amount',
            'discount_shares.allocated_order_discount_amount', 'priced_lines.is_cancelled',
            "coalesce(products_in_time.product_type = 'gift_card', false)"
        ) | indent(8) }} as net_revenue_amount
    from priced_lines
    inner join discount_shares
        on
            priced_lines.sales_order_id = discount_shares.sales_order_id
            and priced_lines.line_number = discount_shares.line_number
    left join products_in_time
        on
            priced_lines.product_id = products_in_time.product_id
            and priced_lines.ordered_at >= products_in_time.valid_from
            and priced_lines.ordered_at < products_in_time.valid_to

),

sold_lines as (

    select
        *,
        case when is_gift_card then 0 else quantity end as unit_count,
        {{ in_reporting_currency('net_revenue_amount', 'eur_per_unit') }} as net_revenue_eur
    from valued_lines
    where not is_cancelled

)
{%- endmacro %}

{% macro returned_lines() -%}
return_versions as (

    select * from {{ ref('return_versions') }}

),

returns_now as (

    select * from return_versions where is_current

),

{{ lines_of_returns('returns_now', 'sold_lines') }}
{%- endmacro %}
