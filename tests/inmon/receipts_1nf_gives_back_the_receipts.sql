-- Lossless: the lines of first normal form, side by side again, are the receipts as the tills wrote them.
{%- set header = receipt_header_columns() %}
{%- set repeated = [] %}
{%- for position in [1, 2, 3, 4] %}
    {%- for column in receipt_line_columns() %}{% do repeated.append(positioned(column, position)) %}{% endfor %}
{%- endfor %}

with

delivered as (

    select * from {{ ref('receipts_unnormalised') }}

),

joined as (

    select
        {%- for position in [1, 2, 3, 4] %}
            {%- for column in receipt_line_columns() %}
                max(case when line_number = {{ position }} then {{ column }} end) as {{ positioned(column, position) }},
            {%- endfor %}
        {%- endfor %}
        {{ header | join(',\n        ') }}
    from {{ ref('receipts_1nf') }}
    group by
        {{ header | join(',\n        ') }}

)

{{ rows_that_differ('delivered', 'joined', header + repeated) }}
