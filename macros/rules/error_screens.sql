{#-
  The screens that a delivered row goes through, of one source table: the rules of its contract, in the order in
  which they are tried, and at last the search for duplicates within the delivery.

  screen_type  column: one value against its contract; structure: the row against its delivery; business
               rule: values against each other or the business
  severity     warning: nothing is lost, a later row of the delivery stands for the refused one; error: the row
               is lost until the source mends a value; critical: so is which thing it is about, or since when,
               so that nothing can be put right downstream

  Arguments: contract, of source_contract().
  Returns: [{name, position, column, screen_type, severity}].
-#}
{% macro error_screens(contract) %}
    {%- set screens = [] -%}
    {%- for rule in row_rules(contract) -%}
        {%- set identifies = rule.column in contract.key or rule.column in ('change_operation', 'changed_at', contract.change_time) -%}
        {%- do screens.append({
            'name': rule.name,
            'position': loop.index,
            'column': rule.column,
            'screen_type': 'structure' if rule.name == 'changed_after_delivery' else 'column' if rule.column else 'business rule',
            'severity': 'critical' if identifies and rule.column else 'error',
        }) -%}
    {%- endfor -%}
    {%- do screens.append({
        'name': 'duplicate_in_delivery',
        'position': screens | length + 1,
        'column': none,
        'screen_type': 'structure',
        'severity': 'warning',
    }) -%}
    {{ return(screens) }}
{% endmacro %}
