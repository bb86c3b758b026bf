{#-
  Which deliveries a model has yet to process. Compared by delivery and by the number of rows in it
  (and of erased rows, where the table holds personal data), never by a watermark: whatever was
  loaded late, out of order, in part or again is found.

  Arguments: available, a query that gives the deliveries there are; processed, one that gives those
  that the model has; both with the same columns, batch_date and delivery_number first.
  Returns: a condition on batch_date and delivery_number, in literals, so that files and row groups
  of other days are not read.
-#}
{% macro is_pending_delivery(available, processed) %}
    {%- set pending = run_query("select batch_date, delivery_number from (" ~ available ~ " except " ~ processed ~ ") as pending order by 1, 2").rows -%}
    {%- if pending | length == 0 -%}
        {{ return('1 = 0') }}
    {%- endif -%}
    {%- set condition = "batch_date between date '" ~ pending[0][0] ~ "' and date '" ~ pending[-1][0] ~ "'" -%}
    {%- set deliveries = [] -%}
    {%- for row in pending -%}{%- do deliveries.append("(date '" ~ row[0] ~ "', " ~ row[1] ~ ")") -%}{%- endfor -%}
    {{ return(condition ~ " and (batch_date, delivery_number) in (" ~ deliveries | join(', ') ~ ")") }}
{% endmacro %}


{#- Condition that a delivery is within the run's bound, var('batch_date'). -#}
{% macro is_within_bound(column='batch_date') -%}
    {%- if var('batch_date') -%}{{ column }} <= date '{{ var('batch_date') }}'{%- else -%}1 = 1{%- endif -%}
{%- endmacro %}


{#-
  When the rows of this run were loaded: the start of the run, and always later than any load before
  it, even if the machine's clock was set back. History models find new rows by it.
-#}
{% macro load_time() %}
    {%- set now = run_started_at.strftime('%Y-%m-%d %H:%M:%S.%f') -%}
    {%- if is_incremental() -%}
        {{ return("greatest(cast('" ~ now ~ "' as timestamp), coalesce((select max(audit_loaded_at) from " ~ this ~ ") + interval '1' second, cast('" ~ now ~ "' as timestamp)))") }}
    {%- endif -%}
    {{ return("cast('" ~ now ~ "' as timestamp)") }}
{% endmacro %}


{#- What dbt parses and sqlfluff sees before the contracts can be read. -#}
{% macro unread_contract() -%}
    select 1 as unread_contract
{%- endmacro %}
