{#-
  The bands that customers are sorted into. Of each: bands, labels in ascending order with the bound that a value
  stays below (none for the last); absent, the label where there is no value, for bands that can lack one.

    age_band        age in whole years
    recency_band    days since the last order that counts
    frequency_band  orders that count in the twelve months before
    points_band     points on all loyalty cards of the person

  Returns: {band: {absent, bands: [{label, below}]}}.
-#}
{% macro customer_bands() %}
    {{ return({
        'age_band': {'absent': 'unknown', 'bands': [
            {'label': 'under 25', 'below': 25},
            {'label': '25 to 34', 'below': 35},
            {'label': '35 to 49', 'below': 50},
            {'label': '50 to 64', 'below': 65},
            {'label': '65 and over', 'below': none},
        ]},
        'recency_band': {'absent': 'no order yet', 'bands': [
            {'label': 'up to 30 days', 'below': 31},
            {'label': '31 to 90 days', 'below': 91},
            {'label': '91 to 365 days', 'below': 366},
            {'label': 'over 365 days', 'below': none},
        ]},
        'frequency_band': {'absent': none, 'bands': [
            {'label': 'no order', 'below': 1},
            {'label': '1 order', 'below': 2},
            {'label': '2 to 3 orders', 'below': 4},
            {'label': '4 to 9 orders', 'below': 10},
            {'label': '10 orders and more', 'below': none},
        ]},
        'points_band': {'absent': 'no card', 'bands': [
            {'label': 'under 500', 'below': 500},
            {'label': '500 to 1,999', 'below': 2000},
            {'label': '2,000 to 4,999', 'below': 5000},
            {'label': '5,000 and more', 'below': none},
        ]},
    }) }}
{% endmacro %}


{#- The labels of a band with their places, absent first where there is one: a query with <name> and <name>_order. -#}
{% macro customer_band_labels(name) -%}
    {%- set band = customer_bands()[name] -%}
    {%- for label in ([band.absent] if band.absent else []) + band.bands | map(attribute='label') | list %}
    select
        cast('{{ label }}' as {{ dbt.type_string() }}) as {{ name }},
        {{ loop.index }} as {{ name }}_order
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}


{#- The label of the band that a value is in. Arguments: name of the band; value, an expression. -#}
{% macro customer_band(name, value) -%}
    {%- set band = customer_bands()[name] -%}
    cast(
        case
            {%- if band.absent %}
            when {{ value }} is null then '{{ band.absent }}'
            {%- endif %}
            {%- for step in band.bands if step.below is not none %}
            when {{ value }} < {{ step.below }} then '{{ step.label }}'
            {%- endfor %}
            else '{{ band.bands[-1].label }}'
        end as {{ dbt.type_string() }}
    )
{%- endmacro %}


{#- Whole years from a date of birth to a day; whoever is born on 29 February has the birthday on 1 March. -#}
{% macro age_in_years(birth_date, day) -%}
    cast(
        extract(year from {{ day }}) - extract(year from {{ birth_date }})
        - case
            when extract(month from {{ day }}) * 100 + extract(day from {{ day }})
                < extract(month from {{ birth_date }}) * 100 + extract(day from {{ birth_date }}) then 1
            else 0
        end as integer
    )
{%- endmacro %}
