{#-
  The input contract of a source table, read from its seed yml (columns, types, keys, rules).
  Every macro in this folder works from it, so that a column, type or rule is stated once.

  Arguments: name, '<system>__<table>'.
  Returns: a dictionary with
    name, system, table, record_source, kind, key, change_time, subject, rules,
    columns    [{source, name, type, is_required, is_folded, is_key, is_text, accepted_list, accepted, erased_to,
                since, local_date}]
    extracted  [{name, from, type, is_folded}], the columns taken out of a JSON column
    typed      [(name, type)], all columns that staging has, in order
    payload    their names without key, operation and change time: what a version consists of
  Known only while dbt executes; while it parses, the macros below render a placeholder.
-#}
{% macro source_contract(name) %}
    {%- if graph.nodes is not defined -%}
        {{ return(_noted_contract(name)) }}
    {%- endif -%}
    {%- set node = graph.nodes.get('seed.' ~ project_name ~ '.' ~ name) -%}
    {%- if node is none -%}
        {%- do exceptions.raise_compiler_error("No contract for '" ~ name ~ "': expected a seed of that name with its columns in seeds/<system>/_<system>__seeds.yml.") -%}
    {%- endif -%}
    {%- set meta = node.config.meta -%}
    {%- set contract = namespace(columns=[], typed=[], payload=[]) -%}
    {%- for column in node.columns.values() if column.name not in ['batch_date', 'delivery_number', 'row_number'] -%}
        {%- set marks = column.config.meta -%}
        {%- set staged = marks.get('staged_as', column.name) -%}
        {%- set accepted = marks.get('accepted_values', []) -%}
        {%- if accepted is string and accepted not in var('accepted_values') -%}
            {%- do exceptions.raise_compiler_error(
                "Nothing was loaded, the warehouse is as it was. The var accepted_values has no list '" ~ accepted
                ~ "', which says what " ~ name ~ "." ~ column.name ~ " may be: it replaces the project's own, so give it all of its lists."
            ) -%}
        {%- endif -%}
        {%- do contract.columns.append({
            'source': column.name,
            'name': staged,
            'type': column.data_type,
            'is_required': marks.get('required', false),
            'is_folded': marks.get('fold', false),
            'is_key': staged in meta.key,
            'is_text': column.data_type in ('text', 'json'),
            'accepted_list': accepted if accepted is string else none,
            'accepted': var('accepted_values')[accepted] if accepted is string else accepted,
            'erased_to': marks.get('erased_to'),
            'since': marks.get('since_schema_version', 1),
            'local_date': marks.get('local_date'),
        }) -%}
        {%- if staged not in ('change_operation', 'changed_at') -%}
            {%- do contract.typed.append((staged, 'text' if column.data_type == 'json' else column.data_type)) -%}
            {%- if marks.get('local_date') -%}{%- do contract.typed.append((marks.local_date, 'date')) -%}{%- endif -%}
        {%- endif -%}
    {%- endfor -%}
    {%- set extracted = [] -%}
    {%- for column in meta.get('extracted_from_json', []) -%}
        {%- do extracted.append({'name': column.name, 'from': column.from, 'type': column.data_type, 'is_folded': column.get('fold', false)}) -%}
        {%- do contract.typed.append((column.name, column.data_type)) -%}
    {%- endfor -%}
    {%- for column_name, type in contract.typed if column_name not in meta.key -%}
        {%- do contract.payload.append(column_name) -%}
    {%- endfor -%}
    {{ return({
        'name': name,
        'system': name.split('__')[0],
        'table': name.split('__')[1],
        'record_source': name | replace('__', '.'),
        'kind': meta.kind,
        'key': meta.key,
        'change_time': meta.get('change_time'),
        'subject': meta.get('subject'),
        'rules': meta.get('rules', []),
        'columns': contract.columns,
        'extracted': extracted,
        'typed': contract.typed,
        'payload': contract.payload,
    }) }}
{% endmacro %}


{#-
  Notes all contracts in the table landing.source_contracts (on-run-start): for people, who can query what
  a source promised, and for unit tests, for which dbt hides the graph.
-#}
{% macro note_contracts() %}
    {%- if not execute or flags.WHICH not in ('build', 'run', 'seed', 'test') -%}{{ return('') }}{%- endif -%}
    {%- set rows = [] -%}
    {%- for name in source_names() -%}
        {%- do rows.append("('" ~ name ~ "', " ~ text_literal(tojson(source_contract(name))) ~ ")") -%}
    {%- endfor -%}
    {%- set query %}
        select source_name, contract
        from (values {{ rows | join(', ') }}) as noted(source_name, contract)
    {%- endset -%}
    {{ return(adapter.dispatch('replace_table')(_contracts_table(), query)) }}
{% endmacro %}

{% macro _contracts_table() %}
    {{ return(api.Relation.create(database=target.database or none, schema='landing', identifier='source_contracts', type='table')) }}
{% endmacro %}

{% macro _noted_contract(name) %}
    {%- set rows = run_query("select contract from " ~ _contracts_table() ~ " where source_name = '" ~ name ~ "'").rows -%}
    {%- set contract = fromjson(rows[0][0]) -%}
    {#- a unit test may have lists of its own -#}
    {%- for column in contract.columns if column.accepted_list -%}
        {%- do column.update({'accepted': var('accepted_values')[column.accepted_list]}) -%}
    {%- endfor -%}
    {{ return(contract) }}
{% endmacro %}


{#- The names of all source tables that have a contract, in order of name. -#}
{% macro source_names() %}
    {%- set names = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == 'seed' and node.package_name == project_name -%}
        {%- do names.append(node.name) -%}
    {%- endfor -%}
    {{ return(names | sort) }}
{% endmacro %}
