{#-
  The rules that a delivered row must keep, in the order in which they are tried; the first one that
  it breaks is the reason why it is refused. They follow from the contract: known operation, required
  columns, types, accepted values, the time rule of a delivery, then the table's own rules.

  Returns: [{name, column, refuse_when, because}]. column is the one that the rule looks at, none for the
  table's own rules. refuse_when reads the staged columns, and for a typed column
  its delivered text as raw_<name>. because is an expression of text over the delivered columns, which
  it finds behind the alias delivered.
-#}
{% macro row_rules(contract) %}
    {%- set rules = [] -%}
    {%- set unless_deleted = "change_operation <> 'd' and " if contract.kind == 'cdc' else '' -%}
    {%- for column in contract.columns if column.name == 'change_operation' -%}
        {%- do rules.append({
            'name': 'change_operation_unknown',
            'column': column.name,
            'refuse_when': "change_operation is null or change_operation not in ('c', 'u', 'd')",
            'because': _names_value(column, 'the change operation must be c, u or d'),
        }) -%}
    {%- endfor -%}
    {%- for column in contract.columns if column.name != 'change_operation' -%}
        {%- set applies = '' if column.is_key or column.name == 'changed_at' else unless_deleted -%}
        {%- if column.type == 'json' -%}
            {%- do rules.append({
                'name': column.name ~ '_not_json',
                'column': column.name,
                'refuse_when': column.name ~ ' is not null and not ' ~ is_json(column.name),
                'because': _names_value(column, 'it must be well-formed JSON'),
            }) -%}
        {%- elif not column.is_text -%}
            {%- do rules.append({
                'name': column.name ~ '_not_' ~ _type_word(column.type),
                'column': column.name,
                'refuse_when': column.name ~ ' is null and raw_' ~ column.name ~ ' is not null',
                'because': _names_value(column, 'it must be a value of type ' ~ column.type),
            }) -%}
        {%- endif -%}
        {%- if column.is_required -%}
            {%- do rules.append({
                'name': column.name ~ '_missing',
                'column': column.name,
                'refuse_when': applies ~ (column.name ~ ' is null' if not column.is_text else clean_key(column.name) ~ ' is null'),
                'because': "'column " ~ column.source ~ " is empty: a value is required'",
            }) -%}
        {%- endif -%}
        {%- if column.accepted -%}
            {%- set values = "'" ~ column.accepted | join("', '") ~ "'" -%}
            {%- do rules.append({
                'name': column.name ~ '_not_accepted',
                'column': column.name,
                'refuse_when': column.name ~ ' not in (' ~ values ~ ')',
                'because': _names_value(column, 'it must be one of ' ~ column.accepted | join(', ')),
            }) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if contract.change_time -%}
        {%- do rules.append({
            'name': 'changed_after_delivery',
            'column': 'changed_at',
            'refuse_when': 'changed_at > cast(batch_date + 1 as timestamp)',
            'because': "'column " ~ contract.change_time ~ " lies after the end of the delivery: a delivery holds changes up to the end of its day, UTC'",
        }) -%}
    {%- endif -%}
    {%- for rule in contract.rules -%}
        {%- do rules.append({'name': rule.name, 'column': none, 'refuse_when': rule.refuse_when, 'because': "'" ~ rule.because | replace("'", "''") ~ "'"}) -%}
    {%- endfor -%}
    {{ return(rules) }}
{% endmacro %}


{% macro _names_value(column, expected) %}
    {{ return("'column " ~ column.source ~ " holds ''' || coalesce(cast(delivered." ~ column.source ~ " as " ~ dbt.type_string() ~ "), '') || ''': " ~ expected | replace("'", "''") ~ "'") }}
{% endmacro %}

{% macro _type_word(type) %}
    {{ return('number' if type.startswith('decimal') else type) }}
{% endmacro %}
