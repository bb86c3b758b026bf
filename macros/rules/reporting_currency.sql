{#- The currency that every style reports in. -#}
{% macro reporting_currency() -%}'EUR'{%- endmacro %}


{#-
  An amount in the reporting currency: times what one unit of its currency is worth there, rounded half
  away from zero to cents. Applied to each line, before anything is summed.
-#}
{% macro in_reporting_currency(amount, eur_per_unit) -%}
    cast(round(cast({{ amount }} as decimal(18, 4)) * cast({{ eur_per_unit }} as decimal(18, 8)), 2) as decimal(18, 2))
{%- endmacro %}


{#-
  Which rate counts on which day: the last one published on or before it, so that a weekend has
  Friday's. A rate counts from its date (first_date) until the next one's (until_date, half-open); the
  reporting currency's own rate is 1, always.

  Arguments: rates, the relation or CTE with one row a currency_code and rate_date: eur_per_unit, batch_date.
  Returns: a query with currency_code, first_date, until_date, eur_per_unit and batch_date (of the
    delivery that brought the rate; null for the reporting currency).
-#}
{% macro rates_by_day(rates) -%}
    select
        currency_code,
        rate_date as first_date,
        coalesce(
            lead(rate_date) over (partition by currency_code order by rate_date),
            cast({{ high_date() }} as date)
        ) as until_date,
        eur_per_unit,
        batch_date
    from {{ rates }}
    where currency_code <> {{ reporting_currency() }}

    union all

    select
        cast({{ reporting_currency() }} as {{ dbt.type_string() }}) as currency_code,
        cast({{ low_date() }} as date) as first_date,
        cast({{ high_date() }} as date) as until_date,
        cast(1 as decimal(18, 8)) as eur_per_unit,
        cast(null as date) as batch_date
{%- endmacro %}
