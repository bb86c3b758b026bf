{#-
  What a materialized view reads, by the graph: a list of {name, identifier, relation, columns, watermark,
  batch_date, groups, is_counted}. The query of an ephemeral model is part of the view's own, so that what it
  reads stands in its place.

    watermark   the column of that name in the config, or none
    batch_date  the column by which staleness is told, or none: the date changed_in_batch_date, else batch_date
    is_counted  whether the rows of each group are counted in the ledger. Groups of an input with a
                watermark are counted once rows of it were deleted or replaced for the first time.

  Argument: node, the view's in the graph.
-#}
{% macro inputs_of_materialized_view(node) %}
    {%- set declared = node.config.get('inputs') or {} -%}
    {%- set keys = (node.config.get('group_keys') or []) | sort -%}
    {%- set inputs = [] -%}
    {%- for parent in _read_relations(node) -%}
        {%- set is_source = parent.resource_type == 'source' -%}
        {%- set name = parent.source_name ~ '.' ~ parent.name if is_source else parent.name -%}
        {%- set relation = source(parent.source_name, parent.name) | string if is_source else parent.relation_name -%}
        {%- set given = declared.get(name, {}) -%}
        {%- set columns = columns_of_query('select * from ' ~ relation) -%}
        {%- set names = columns | map(attribute='name') | list -%}
        {%- set dates = columns | selectattr('type', 'equalto', 'DATE') | map(attribute='name') | list -%}
        {%- if given.watermark and given.watermark not in names -%}
            {%- do exceptions.raise_compiler_error("The watermark '" ~ given.watermark ~ "' is no column of " ~ name ~ ": expected one of " ~ names | join(', ')) -%}
        {%- endif -%}
        {%- if given.groups and given.groups.keys() | sort != keys -%}
            {%- do exceptions.raise_compiler_error("The groups of " ~ name ~ " are given by " ~ given.groups.keys() | sort | join(', ') ~ ": expected the group keys, " ~ (keys | join(', ') or 'of which there are none')) -%}
        {%- endif -%}
        {%- do inputs.append({
            'name': name,
            'identifier': parent.identifier if is_source else parent.alias,
            'relation': relation,
            'columns': columns,
            'watermark': columns | selectattr('name', 'equalto', given.watermark) | first if given.watermark else none,
            'batch_date': 'changed_in_batch_date' if 'changed_in_batch_date' in dates else 'batch_date' if 'batch_date' in dates else none,
            'groups': given.groups,
            'is_counted': given.groups and not given.watermark,
        }) -%}
    {%- endfor -%}
    {%- for name in declared if name not in inputs | map(attribute='name') -%}
        {%- do exceptions.raise_compiler_error("'" ~ name ~ "' is no input of " ~ node.name ~ ": expected some of " ~ inputs | map(attribute='name') | join(', ')) -%}
    {%- endfor -%}
    {{ return(inputs) }}
{% endmacro %}

{#- The nodes that a node reads and that have a relation, each once. -#}
{% macro _read_relations(node) %}
    {%- set found = {} -%}
    {%- for parent_id in node.depends_on.nodes -%}
        {%- set parent = graph.nodes.get(parent_id) or graph.sources[parent_id] -%}
        {%- if parent.config.materialized == 'ephemeral' -%}
            {%- for ancestor in _read_relations(parent) -%}{%- do found.update({ancestor.unique_id: ancestor}) -%}{%- endfor -%}
        {%- else -%}
            {%- do found.update({parent_id: parent}) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(found.values() | list) }}
{% endmacro %}


{#- The columns that a query gives, {name, type} each, in order. -#}
{% macro columns_of_query(query) %}
    {%- set columns = [] -%}
    {%- for row in run_query('select column_name, column_type from (describe ' ~ query ~ '\n)').rows -%}
        {%- do columns.append({'name': row[0], 'type': row[1]}) -%}
    {%- endfor -%}
    {{ return(columns) }}
{% endmacro %}


{#-
  Query for the state of an input, one row: two states are the same if and only if no row has come, gone or
  changed (by the promise of the watermark, or by content). With a watermark it is answered from statistics.
-#}
{% macro input_state(input) -%}
    select
        cast('{{ input.relation | replace("'", "''") }}' as varchar) as input_name,
        count(*) as row_count,
        {%- if input.watermark %}
        cast(min({{ adapter.quote(input.watermark.name) }}) as varchar) as least_watermark,
        cast(max({{ adapter.quote(input.watermark.name) }}) as varchar) as greatest_watermark,
        cast(null as hugeint) as content,
        {%- else %}
        cast(null as varchar) as least_watermark,
        cast(null as varchar) as greatest_watermark,
        {{ content_of_rows(input) }} as content,
        {%- endif %}
        {{ 'max(' ~ adapter.quote(input.batch_date) ~ ')' if input.batch_date else 'cast(null as date)' }} as newest_batch_date
    from {{ input.relation }}
{%- endmacro %}


{#-
  Aggregate that tells one set of rows of an input from another, whatever their order: by the watermarks of the
  rows, or by all their columns but audit_ ones.
-#}
{% macro content_of_rows(input) -%}
    {%- set compared = [] -%}
    {%- for column in ([input.watermark] if input.watermark else input.columns) -%}
        {%- if input.watermark or not column.name.startswith('audit_') -%}{%- do compared.append(adapter.quote(column.name)) -%}{%- endif -%}
    {%- endfor -%}
    sum(hash({{ compared | join(', ') }}))
{%- endmacro %}


{#-
  The inputs that are not as the last refresh saw them, each with its change:
    grown     rows were added, and nothing else has happened; new_rows is the condition for them
    replaced  rows were deleted, replaced or moved to other groups, or it can't be told
  Leaves the states, as this transaction sees them, in mv_input_states.
-#}
{% macro changed_inputs(view) %}
    {%- set states = [] -%}
    {%- for input in view.inputs -%}{%- do states.append(input_state(input)) -%}{%- endfor -%}
    {%- if not states -%}
        {%- do exceptions.raise_compiler_error(view.name ~ " reads no ref() and no source(): nothing tells when to refresh it. Make it a table.") -%}
    {%- endif -%}
    {%- do run_query('create or replace temporary table mv_input_states as ' ~ states | join('\nunion all\n')) -%}
    {%- set compared %}
        select
            now.input_name,
            seen.is_counted,
            now.row_count - seen.row_count as added_rows,
            -- quoted, so that it stays a text on its way
            '''' || replace(seen.greatest_watermark, '''', '''''') || '''' as seen_watermark,
            seen.least_watermark = now.least_watermark as has_first_row,
            seen.row_count is not distinct from now.row_count
                and seen.least_watermark is not distinct from now.least_watermark
                and seen.greatest_watermark is not distinct from now.greatest_watermark
                and seen.content is not distinct from now.content as is_same
        from mv_input_states as now
        left join {{ ledger_table('inputs') }} as seen
            on seen.view_name = '{{ view.name }}' and now.input_name = seen.input_name
    {% endset -%}
    {%- set changed = [] -%}
    {%- for row in run_query(compared).rows -%}
        {%- set input = view.inputs | selectattr('relation', 'equalto', row.input_name) | first -%}
        {%- if input.groups and row.is_counted is not none -%}{%- do input.update({'is_counted': row.is_counted}) -%}{%- endif -%}
        {%- if not row.is_same -%}
            {%- do input.update(_change_of(input, row)) -%}
            {%- do changed.append(input) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(changed + _moved_inputs(view, changed)) }}
{% endmacro %}

{#- The inputs that are as they were, but look up their groups in one that has changed. One that has grown is searched too. -#}
{% macro _moved_inputs(view, changed) %}
    {%- set moved = [] -%}
    {%- for input in view.inputs if input.groups -%}
        {%- for other in changed if other.name != input.name and other.relation in input.groups.values() | join(' ') -%}
            {%- if input not in changed + moved -%}{%- do moved.append(input) -%}{%- endif -%}
            {%- do input.update({'change': 'replaced'}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {{ return(moved) }}
{% endmacro %}

{#-
  While a row with the greatest watermark that was seen is there, what was written since is past it. If there are as
  many rows past it as there are more rows than before, no other row has gone.
-#}
{% macro _change_of(input, row) %}
    {%- if input.watermark and row.has_first_row -%}
        {%- set column = adapter.quote(input.watermark.name) -%}
        {%- set seen = 'cast(' ~ row.seen_watermark ~ ' as ' ~ input.watermark.type ~ ')' -%}
        {%- set new_rows = column ~ ' > ' ~ seen -%}
        {%- set past = run_query('select count(*) filter (where ' ~ new_rows ~ '), count(*) from ' ~ input.relation ~ ' where ' ~ column ~ ' >= ' ~ seen).rows[0] -%}
        {%- if past[0] == row.added_rows and past[1] > past[0] -%}{{ return({'change': 'grown', 'new_rows': new_rows}) }}{%- endif -%}
    {%- endif -%}
    {{ return({'change': 'replaced'}) }}
{% endmacro %}
