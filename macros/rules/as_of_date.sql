{#- The project's 'today': the batch date of the newest delivery in bronze, as a scalar query. -#}
{% macro as_of_date() -%}
    (select max(batch_date) from {{ ref('brz_reference__deliveries') }})
{%- endmacro %}


{#- Where the project's knowledge begins: the batch date of the oldest delivery in bronze, as a scalar query. -#}
{% macro first_delivery_date() -%}
    (select min(batch_date) from {{ ref('brz_reference__deliveries') }})
{%- endmacro %}
