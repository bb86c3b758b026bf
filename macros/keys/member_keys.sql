{#-
  Keys of dimensions whose members have no versions: a pure function of the attributes, so that a fact
  computes the key without looking the dimension up, and star and vault marts give the same one. Where the attribute
  that makes the member is absent the key is that of the reserved member 'missing'.

  currency_key(currency_code)
  payment_method_key(payment_method)
  brand_key(brand)
  geography_key(country_code, city)     a city in a country; without a city, the country as a whole
  order_profile_key(channel, device, is_express, is_gift_wrapped, is_first_order)
  customer_band_key(age_band, recency_band, frequency_band, points_band)
  review_text_key(language_code, review_text)
  audit_key(changed_in_batch_date, row_quality)
  session_step_key(step_number, step_count)
  error_rule_key(record_source, rule_name)
  All arguments are expressions.
-#}
{% macro currency_key(currency_code) -%}
    {{ _member_key([currency_code], currency_code) }}
{%- endmacro %}

{% macro payment_method_key(payment_method) -%}
    {{ _member_key([payment_method], payment_method) }}
{%- endmacro %}

{% macro brand_key(brand) -%}
    {{ _member_key([brand], brand) }}
{%- endmacro %}

{% macro geography_key(country_code, city) -%}
    {{ _member_key([country_code, clean_key(city)], country_code) }}
{%- endmacro %}

{% macro order_profile_key(channel, device, is_express, is_gift_wrapped, is_first_order) -%}
    {{ _member_key([channel, device, is_express, is_gift_wrapped, is_first_order], channel) }}
{%- endmacro %}

{% macro customer_band_key(age_band, recency_band, frequency_band, points_band) -%}
    {{ _member_key([age_band, recency_band, frequency_band, points_band], age_band) }}
{%- endmacro %}

{% macro review_text_key(language_code, review_text) -%}
    {{ _member_key([language_code, review_text], review_text) }}
{%- endmacro %}

{% macro audit_key(changed_in_batch_date, row_quality) -%}
    {{ _member_key([changed_in_batch_date, row_quality], changed_in_batch_date) }}
{%- endmacro %}

{% macro session_step_key(step_number, step_count) -%}
    {{ _member_key([step_number, step_count], step_number) }}
{%- endmacro %}

{% macro error_rule_key(record_source, rule_name) -%}
    {{ _member_key([record_source, rule_name], rule_name) }}
{%- endmacro %}

{% macro _member_key(attributes, needed) -%}
    case when {{ needed }} is null then {{ reserved_key('missing') }} else {{ hash_key(attributes) }} end
{%- endmacro %}
