{#-
  Shares amounts that belong to a whole (an order) out to its parts (the lines), in proportion to a weight
  and to the cent: each part gets its share rounded down, and the cents that are left go one each to
  the parts with the largest remainder, ties in the order of the parts. The shares of an amount always
  sum to the amount, rounded to cents. Where all weights are zero the parts share equally. A negative
  amount is shared like the positive one.

  Arguments: parts, the relation or CTE that holds one row a part, each with the amounts of its whole;
    whole, the columns that tell wholes apart; ordered_by, the column that orders the parts of one;
    weight, a column of type decimal(18,4), zero or more; amounts, columns of type decimal(18,4).
  Returns: a query with whole, ordered_by and allocated_<amount>, decimal(18,2), for each amount.
  Integers throughout: a share is (cents x weight) div (sum of weights), and mod is the remainder.
-#}
{% macro allocate(parts, whole, ordered_by, weight, amounts) -%}
    {%- set key = whole + [ordered_by] -%}
    select
        {{ key | join(', ') }},
        {%- for amount in amounts %}
        cast(
            {{ amount }}_sign * (
                {{ amount }}_floor
                + case
                    when row_number() over (
                        partition by {{ whole | join(', ') }}
                        order by {{ amount }}_remainder desc, {{ ordered_by }}
                    ) <= {{ amount }}_cents - sum({{ amount }}_floor) over (partition by {{ whole | join(', ') }})
                        then 1
                    else 0
                end
            ) * 0.01 as decimal(18, 2)
        ) as allocated_{{ amount }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (
        select
            {{ key | join(', ') }},
            {%- for amount in amounts %}
            {%- set product = 'cast(' ~ amount ~ '_cents as decimal(38, 0)) * part_weight' %}
            {{ amount }}_sign,
            {{ amount }}_cents,
            {{ whole_times(product, 'whole_weight') }} as {{ amount }}_floor,
            mod({{ product }}, whole_weight) as {{ amount }}_remainder{{ ',' if not loop.last }}
            {%- endfor %}
        from (
            select
                {{ key | join(', ') }},
                {%- for amount in amounts %}
                case when {{ amount }} < 0 then -1 else 1 end as {{ amount }}_sign,
                cast(abs(round({{ amount }}, 2)) * 100 as decimal(18, 0)) as {{ amount }}_cents,
                {%- endfor %}
                case when whole_weight = 0 then cast(1 as decimal(18, 0)) else part_weight end as part_weight,
                cast(case when whole_weight = 0 then part_count else whole_weight end as decimal(18, 0)) as whole_weight
            from (
                select
                    {{ (key + amounts) | join(', ') }},
                    cast({{ weight }} * 10000 as decimal(18, 0)) as part_weight,
                    sum(cast({{ weight }} * 10000 as decimal(18, 0))) over (partition by {{ whole | join(', ') }}) as whole_weight,
                    count(*) over (partition by {{ whole | join(', ') }}) as part_count
                from {{ parts }}
            ) as weighed
        ) as counted
    ) as shared
{%- endmacro %}
