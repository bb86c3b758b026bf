{#-
  All screens of all source tables (error_screens), as the rows of dim_error_rule.

  Returns: a query with system_name, table_name, record_source, rule_name, rule_position, screen_type,
    column_name and severity.
-#}
{% macro error_rules() -%}
    {%- if not execute -%}{{ return(unread_contract()) }}{%- endif -%}
    {%- set rows = [] -%}
    {%- for name in staged_sources() -%}
        {%- set contract = source_contract(name) -%}
        {%- for screen in error_screens(contract) -%}
            {%- do rows.append("('" ~ [
                contract.system, contract.table, contract.record_source,
                screen.name, screen.screen_type, screen.column or '', screen.severity,
            ] | join("', '") ~ "', " ~ screen.position ~ ")") -%}
        {%- endfor -%}
    {%- endfor -%}
    select
        system_name,
        table_name,
        record_source,
        rule_name,
        rule_position,
        screen_type,
        nullif(column_name, '') as column_name,
        severity
    from (
        values
        {{ rows | join(',\n        ') }}
    ) as screens (system_name, table_name, record_source, rule_name, screen_type, column_name, severity, rule_position)
{%- endmacro %}
