{#- delivered = landed = accepted + duplicates + quarantined, for each delivery. -#}
{% test every_row_is_accounted_for(model) %}

select
    record_source,
    batch_date,
    delivery_number,
    delivered_row_count,
    landed_row_count,
    accepted_row_count,
    duplicate_row_count,
    quarantined_row_count
from {{ model }}
where delivered_row_count is null
    or delivered_row_count <> landed_row_count
    or delivered_row_count <> accepted_row_count + duplicate_row_count + quarantined_row_count

{% endtest %}
