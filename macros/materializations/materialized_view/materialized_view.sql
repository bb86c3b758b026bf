{#-
  Materialized views on DuckDB, which has none: a table that holds the rows of its query, and a ledger
  (ledger.sql) of what they were computed from. dbt's own contract for a materialized view holds:
  on_configuration_change, --full-refresh, replacing a table or view of the name, hooks, indexes, docs; and
  the enforced contract of the model is checked.

  A refresh goes one of three ways, which it chooses and reports:
    skip         neither the definition nor an input has changed: nothing is computed, nothing written
    incremental  the groups with a row that came, went or changed since the last refresh are computed anew
                 from the inputs, and replaced
    full         everything is computed anew

  What the model may say in its config; without any of it, a refresh is a skip or full:
    group_keys     columns of the view. The rows of a group are made of the input rows of that group, and of
                   inputs that have no groups.
    inputs         by the name of what is read (a source's is <source>.<table>), each with any of
      groups         the group that a row belongs to: for each group key, an SQL expression over the input's
                     columns, in which another input may be looked up. An input without groups makes the
                     refresh full when it changes.
      watermark      a column that is greater in a row just written than in any row before, deleted ones
                     too. This is a promise, which makes new rows cheap to find. An input without it is compared
                     by its content, audit_ columns aside: that reads it whole and misses nothing.
    rebuild_share  the share of groups above which to compute all costs less than to replace some; 0.7

  All is read and written in one transaction: readers see the old rows until it ends, and a refresh that
  fails or is killed leaves them.
-#}
{% materialization materialized_view, adapter='duckdb' %}
    {%- set started_at = modules.datetime.datetime.now() -%}
    {%- set existing = load_cached_relation(this) -%}
    {%- set target_relation = this.incorporate(type='table') -%}

    {{ run_hooks(pre_hooks, inside_transaction=False) }}
    {{ run_hooks(pre_hooks, inside_transaction=True) }}
    {%- do adapter.ensure_transaction() -%}

    {%- set view = define_materialized_view(target_relation, sql) -%}
    {%- set last = last_refresh(view, existing) -%}
    {%- set changed = changed_inputs(view) -%}
    {%- set plan = plan_refresh(view, existing, last, changed) -%}

    {%- if plan.way == 'full' -%}
        {%- if existing is not none -%}{%- do adapter.drop_relation(existing) -%}{%- endif -%}
        {%- call statement('main') -%}{{ create_table_as(False, target_relation, sql) }}{%- endcall -%}
        {%- do create_indexes(target_relation) -%}
        {%- do plan.update({'count_seconds': count_all_groups(view)}) -%}
    {%- elif plan.way == 'incremental' -%}
        {%- do narrow_inputs_to_touched_groups(view) -%}
        {%- call statement('main') -%}{{ replace_touched_groups(view) }}{%- endcall -%}
        {%- do count_touched_groups(view, changed) -%}
    {%- endif -%}
    {%- do persist_docs(target_relation, model) -%}
    {%- set written_rows = 0 if plan.way == 'skip' else note_refresh(view, last, plan, started_at) -%}
    {%- do store_raw_result(name='main', message=plan.way ~ ': ' ~ plan.reason, code=plan.way, rows_affected=written_rows) -%}

    {{ run_hooks(post_hooks, inside_transaction=True) }}
    {%- do adapter.commit() -%}
    {{ run_hooks(post_hooks, inside_transaction=False) }}
    {{ return({'relations': [target_relation]}) }}
{% endmaterialization %}


{#-
  What the view is: {name, relation, sql, columns, group_keys, inputs, checksum}; the checksum is of all that
  decides which rows it holds and how they are stored.
-#}
{% macro define_materialized_view(relation, sql) %}
    {%- set columns = columns_of_query(sql) -%}
    {%- set group_keys = [] -%}
    {%- for key in config.get('group_keys') or [] -%}
        {%- set found = columns | selectattr('name', 'equalto', key) | list -%}
        {%- if not found -%}
            {%- do exceptions.raise_compiler_error("The group key '" ~ key ~ "' is no column of the view: expected some of " ~ columns | map(attribute='name') | join(', ')) -%}
        {%- endif -%}
        {%- do group_keys.append(found[0]) -%}
    {%- endfor -%}
    {%- set inputs = inputs_of_materialized_view(model) -%}
    {%- for input in inputs if input.groups -%}
        {%- set groups = {} -%}
        {%- for key, expression in input.groups.items() -%}{%- do groups.update({key: render(expression)}) -%}{%- endfor -%}
        {%- do input.update({'groups': groups}) -%}
    {%- endfor -%}
    {%- set definition = [sql | trim, columns, config.get('group_keys'), config.get('inputs'), config.get('indexes'), promised_columns()] -%}
    {{ return({
        'name': relation.schema ~ '.' ~ relation.identifier,
        'relation': relation,
        'sql': sql,
        'columns': columns,
        'group_keys': group_keys,
        'inputs': inputs,
        'checksum': local_md5(definition | string),
    }) }}
{% endmacro %}


{#- The columns and constraints of the model's contract, where it is enforced. -#}
{% macro promised_columns() %}
    {%- set promised = [] -%}
    {%- if config.get('contract').enforced -%}
        {%- for column in model.columns.values() -%}
            {%- do promised.append([column.name, column.data_type, column.constraints]) -%}
        {%- endfor -%}
        {%- do promised.append(model.constraints) -%}
    {%- endif -%}
    {{ return(promised) }}
{% endmacro %}


{#-
  The way of a refresh and the reason for it, in words: {way, reason, group_count, count_seconds}, the last
  two where touched groups were looked for. Fails, or warns and skips, where the definition has changed and
  the model does not let the change apply.
-#}
{% macro plan_refresh(view, existing, last, changed) %}
    {%- set reason = _reason_to_start_over(existing, last) -%}
    {%- if not reason and not last.is_same_definition -%}
        {%- set policy = config.get('on_configuration_change') -%}
        {%- set what = "The definition of " ~ view.name ~ " has changed and on_configuration_change is '" ~ policy ~ "': it keeps the rows of the old one." -%}
        {%- if policy == 'fail' -%}
            {%- do exceptions.raise_fail_fast_error(what ~ " Run it with --full-refresh to have those of the new one.") -%}
        {%- elif policy == 'continue' -%}
            {%- do exceptions.warn(what ~ " They are not refreshed until it is run with --full-refresh.") -%}
            {{ return({'way': 'skip', 'reason': 'the definition has changed, and the rows of the old one stay'}) }}
        {%- endif -%}
        {%- set reason = 'the definition has changed' -%}
    {%- endif -%}
    {%- if reason -%}{{ return({'way': 'full', 'reason': reason, 'group_count': none, 'count_seconds': none}) }}{%- endif -%}
    {%- if not changed -%}{{ return({'way': 'skip', 'reason': 'nothing has changed'}) }}{%- endif -%}

    {%- set reason = _reason_to_compute_all(last, changed) -%}
    {%- if reason -%}{{ return({'way': 'full', 'reason': reason, 'group_count': none, 'count_seconds': none}) }}{%- endif -%}

    {%- set groups = find_touched_groups(view, changed) -%}
    {%- set is_full = groups.touched > groups.present * config.get('rebuild_share', 0.7) -%}
    {{ return({
        'way': 'full' if is_full else 'incremental',
        'reason': '{:,} of {:,} groups touched'.format(groups.touched, groups.present),
        'group_count': groups.touched,
        'count_seconds': groups.count_seconds,
    }) }}
{% endmacro %}

{#- Why what is there, and what is known of it, is of no use; none if it is. -#}
{% macro _reason_to_start_over(existing, last) %}
    {%- if existing is none -%}{{ return('first build') }}{%- endif -%}
    {%- if should_full_refresh() -%}{{ return('--full-refresh') }}{%- endif -%}
    {%- if last.number == 0 -%}{{ return('a ' ~ existing.type ~ ' of this name is replaced') }}{%- endif -%}
    {%- if not last.is_intact -%}{{ return('somebody else wrote to its table') }}{%- endif -%}
{% endmacro %}

{#-
  Why the groups that the changed inputs touch can't be found, or only at the cost of a rebuild; none if they can.
  Decides which inputs are counted from now on.
-#}
{% macro _reason_to_compute_all(last, changed) %}
    {%- for input in changed if not input.groups -%}
        {{ return(input.name ~ ' has changed') }}
    {%- endfor -%}
    {%- set replaced = changed | selectattr('change', 'equalto', 'replaced') | list -%}
    {%- set uncounted = replaced | rejectattr('is_counted') | list -%}
    {#- Below a second either way will do, and the clock decides nothing. -#}
    {%- if replaced and last.count_seconds > 1 and last.count_seconds > last.rebuild_seconds -%}
        {%- for input in replaced -%}{%- do input.update({'is_counted': false}) -%}{%- endfor -%}
        {{ return('rows of ' ~ replaced[0].name ~ ' were replaced, and to count its groups takes longer than to compute all') }}
    {%- elif uncounted -%}
        {%- for input in uncounted -%}{%- do input.update({'is_counted': true}) -%}{%- endfor -%}
        {{ return('rows of ' ~ uncounted[0].name ~ ' were replaced, and its groups are counted from now on') }}
    {%- endif -%}
{% endmacro %}


{#- Seconds since a moment, by the machine's clock: for audit_ columns, and to choose the faster way. -#}
{% macro seconds_since(moment) %}
    {{ return((modules.datetime.datetime.now() - moment).total_seconds()) }}
{% endmacro %}
