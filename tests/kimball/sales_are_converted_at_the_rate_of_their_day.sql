-- Each line, payment and return of a known sale was converted at the rate that fct_exchange_rates has for the
-- currency on the day of the sale; the reporting currency's is 1, also before any rate was published.
with

facts as (

    {% for fact in ['fct_order_lines', 'fct_payments', 'fct_returns'] -%}
        select
            '{{ fact }}' as fact_name,
            sales_order_id,
            order_date_key,
            currency_key,
            eur_per_unit
        from {{ ref(fact) }}
        where order_date_key > 0
        {{ 'union all' if not loop.last }}
    {% endfor %}
),

fct_exchange_rates as (

    select * from {{ ref('fct_exchange_rates') }}

)

select
    facts.*,
    fct_exchange_rates.eur_per_unit as published_eur_per_unit
from facts
inner join {{ ref('dim_currency') }} as dim_currency
    on facts.currency_key = dim_currency.currency_key
left join fct_exchange_rates
    on facts.currency_key = fct_exchange_rates.currency_key and facts.order_date_key = fct_exchange_rates.date_key
where facts.eur_per_unit
    is distinct from case when dim_currency.is_reporting_currency then 1 else fct_exchange_rates.eur_per_unit end
    or fct_exchange_rates.eur_per_unit <> facts.eur_per_unit
