{#-
  A dimension in a role, for a fact that refers to it several times: the same members under names that say
  the role, so that a report with two dates, or two places, cannot mix them up.

  Arguments: dimension, a relation; role, the word put before each column; columns, those of the dimension.
-#}
{% macro role_of(dimension, role, columns) -%}
    select
        {%- for column in columns %}
        {{ column }} as {{ role }}_{{ column }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ dimension }}
{%- endmacro %}


{#- What the roles of dim_date have of it. -#}
{% macro date_role_columns() %}
    {{ return([
        'date_key', 'date_day', 'date_label', 'weekday_name', 'is_weekend', 'month_date', 'month_name',
        'quarter_number', 'year_number', 'iso_year', 'iso_week', 'fiscal_year', 'fiscal_quarter', 'fiscal_period',
    ]) }}
{% endmacro %}


{#- What the roles of dim_geography have of it. -#}
{% macro geography_role_columns() %}
    {{ return([
        'geography_key', 'geography_type', 'geography_label', 'country_code', 'country_name', 'city', 'currency_code',
    ]) }}
{% endmacro %}
