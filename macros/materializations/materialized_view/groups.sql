{#-
  Finds the groups of which a row has come, gone or changed, and leaves them in mv_touched_groups.
  Returns: {touched, present, count_seconds}: how many they are, how many groups the view has, and how long it
  took to count the rows of groups, where that was done.

  Of an input that has grown, the new rows tell. Of one whose rows were replaced, the rows of every group are
  counted and compared with the ledger's counts, which finds the groups that rows have left as well. The counts
  stay in mv_group_counts. The ranges of the touched groups are noted at the view's group keys.
-#}
{% macro find_touched_groups(view, changed) %}
    {%- set touched = [] -%}
    {%- set count_seconds = none -%}
    {%- set replaced = changed | selectattr('change', 'equalto', 'replaced') | list -%}
    {%- if replaced -%}
        {%- set started_at = modules.datetime.datetime.now() -%}
        {%- do run_query('create or replace temporary table mv_group_counts as ' ~ _group_counts(view, replaced)) -%}
        {%- set count_seconds = seconds_since(started_at) -%}
        {%- do touched.append(_groups_that_differ(view, replaced)) -%}
    {%- endif -%}
    {%- for input in changed if input.change == 'grown' -%}
        {%- do touched.append('select ' ~ _keys_of_rows(view, input) ~ ' from ' ~ input.relation ~ ' where ' ~ input.new_rows ~ ' group by all') -%}
    {%- endfor -%}
    {%- do run_query('create or replace temporary table mv_touched_groups as ' ~ touched | join('\nunion\n')) -%}
    {%- do _note_touched_ranges(view) -%}
    {%- set counted %}
        select
            (select count(*) from mv_touched_groups),
            (select count(*) from (select {{ _column_list(view.group_keys) }} from {{ view.relation }} group by all))
    {% endset -%}
    {%- set row = run_query(counted).rows[0] -%}
    {{ return({'touched': row[0] | int, 'present': row[1] | int, 'count_seconds': count_seconds}) }}
{% endmacro %}

{% macro _groups_that_differ(view, replaced) -%}
    select
        {%- for key in view.group_keys %}
        coalesce(now.{{ _group_key(key) }}, seen.{{ _group_key(key) }}) as {{ _group_key(key) }}{{ ',' if not loop.last }}
        {%- endfor %}
    from mv_group_counts as now
    full join (
        select * from {{ counts_table(view) }} where input_name in {{ _input_names(replaced) }}
    ) as seen
        on now.input_name = seen.input_name
        {%- for key in view.group_keys %}
        and now.{{ _group_key(key) }} is not distinct from seen.{{ _group_key(key) }}
        {%- endfor %}
    -- a count of null is not known: see count_touched_groups
    where seen.row_count is null
        or now.row_count is distinct from seen.row_count
        or now.content is distinct from seen.content
    group by all
{%- endmacro %}


{#-
  Notes at each group key which ranges of its values the touched groups lie in: a list of {least, greatest}, SQL
  literals, or none both for null. A join with the touched groups reads every row where an expression makes the key; a
  range is compared with the least and greatest values that the engine keeps for each block of rows, and where groups
  lie together most blocks are never read. There are 8 at most, cut at the widest gaps, so that one late row doesn't
  make them one. Keys of types that tell of no distance have none.
-#}
{% macro _note_touched_ranges(view) %}
    {%- for key in view.group_keys if key.type in ('DATE', 'TIMESTAMP', 'BIGINT', 'INTEGER', 'SMALLINT', 'TINYINT') -%}
        {%- set query %}
            with

            touched as (

                select distinct {{ _group_key(key) }} as value from mv_touched_groups

            ),

            neighbours as (

                select
                    value,
                    lag(value) over (order by value nulls last) as previous
                from touched

            ),

            gaps as (

                -- no distance is known to the first value, to null, and where it is beyond the type: a range begins at each
                select
                    value,
                    row_number() over (order by try(value - previous) desc nulls first, value nulls last) as place
                from neighbours

            ),

            ranges as (

                select
                    value,
                    count(*) filter (where place <= 8) over (order by value nulls last) as range_number
                from gaps

            )

            -- quoted, so that they stay texts on their way
            select
                '''' || cast(min(value) as varchar) || '''' as least,
                '''' || cast(max(value) as varchar) || '''' as greatest
            from ranges
            group by range_number
            order by range_number
        {% endset -%}
        {%- set ranges = [] -%}
        {%- for row in run_query(query).rows -%}{%- do ranges.append({'least': row.least, 'greatest': row.greatest}) -%}{%- endfor -%}
        {%- do key.update({'ranges': ranges}) -%}
    {%- endfor -%}
{% endmacro %}

{#- Condition, led by `and`, that a group key is in a range of the touched groups; nothing where none are noted. -#}
{% macro _and_in_touched_ranges(key, expression) -%}
    {%- if key.ranges %}
    and (
        {%- for range in key.ranges %}
        {{ expression }} {% if range.least is none -%}is null
        {%- else -%}between cast({{ range.least }} as {{ key.type }}) and cast({{ range.greatest }} as {{ key.type }})
        {%- endif -%}
        {{- ' or' if not loop.last }}
        {%- endfor %}
    )
    {%- endif -%}
{%- endmacro %}


{#-
  Makes a temporary view of each input with groups, under its own name: its rows of touched groups. The
  query would be right on the whole inputs too, but not every condition on its result reaches what it reads. Where
  inputs in several schemas share a name, the first has a view.
-#}
{% macro narrow_inputs_to_touched_groups(view) %}
    {%- for input in _narrowable(view) -%}
        {%- set keys = {} -%}
        {%- for key in view.group_keys -%}{%- do keys.update({key.name: _key_of_row(input, key)}) -%}{%- endfor -%}
        {%- call statement('narrow') %}
            create temporary view {{ _narrowed(input) }} as
            select * from {{ input.relation }}
            where {{ _is_in_touched_group(keys) }}
            {#- A group that is looked up would be looked up for each range again. -#}
            {%- for key in view.group_keys if 'select' not in input.groups[key.name] | lower -%}
                {{- _and_in_touched_ranges(key, keys[key.name]) -}}
            {%- endfor %}
        {% endcall -%}
    {%- endfor -%}
{% endmacro %}


{#-
  SQL that replaces the rows of the touched groups, in the transaction that found them, and drops the
  views of narrow_inputs_to_touched_groups, which the query reads in place of the inputs.
-#}
{% macro replace_touched_groups(view) -%}
    {%- set narrowed = namespace(sql=view.sql) -%}
    {%- for input in _narrowable(view) -%}
        {%- set whole_name = '(?<![\\w".])' ~ modules.re.escape(input.relation) ~ '(?![\\w".])' -%}
        {%- set narrowed.sql = modules.re.sub(whole_name, _narrowed(input), narrowed.sql) -%}
    {%- endfor -%}
    delete from {{ view.relation }} as present
    where {{ is_touched(view, 'present') }};

    insert into {{ view.relation }} ({{ _column_list(view.columns) }})
    select {{ _column_list(view.columns) }}
    from (
        {{ narrowed.sql }}
    ) as computed
    -- inputs without groups may give rows of others
    where {{ is_touched(view, 'computed') }};
    {% for input in _narrowable(view) %}
    drop view {{ _narrowed(input) }};
    {%- endfor %}
{%- endmacro %}

{% macro _narrowable(view) %}
    {%- set by_identifier = {} -%}
    {%- for input in view.inputs if input.groups -%}{%- do by_identifier.setdefault(input.identifier, input) -%}{%- endfor -%}
    {{ return(by_identifier.values() | list) }}
{% endmacro %}

{% macro _narrowed(input) -%}temp.main.{{ adapter.quote(input.identifier) }}{%- endmacro %}


{#-
  After a full refresh: counts the rows of each group of the inputs that are to be counted, in a table of
  the ledger. Returns: the seconds that took, or none where nothing was counted.
-#}
{% macro count_all_groups(view) %}
    {%- set counted = view.inputs | selectattr('is_counted') | list -%}
    {%- set started_at = modules.datetime.datetime.now() -%}
    {%- call statement('count') -%}
        {%- if counted -%}create or replace table {{ counts_table(view) }} as {{ _group_counts(view, counted) }}
        {%- else -%}drop table if exists {{ counts_table(view) }}
        {%- endif -%}
    {%- endcall -%}
    {{ return(seconds_since(started_at) if counted else none) }}
{% endmacro %}


{#-
  After an incremental refresh: notes the counts of the touched groups. Of an input that has grown they are
  unknown, null, until its rows are counted the next time.
-#}
{% macro count_touched_groups(view, changed) %}
    {%- set counted = changed | selectattr('is_counted') | list -%}
    {%- set keys = {} -%}
    {%- for key in view.group_keys -%}{%- do keys.update({key.name: 'counts.' ~ _group_key(key)}) -%}{%- endfor -%}
    {%- if counted -%}
        {%- call statement('count') %}
            delete from {{ counts_table(view) }} as counts
            where input_name in {{ _input_names(counted) }} and {{ _is_in_touched_group(keys) }};
            {% for input in counted %}
            insert into {{ counts_table(view) }} by name
            {% if input.change == 'replaced' -%}
            select * from mv_group_counts as counts
            where input_name = '{{ _input_name(input) }}' and {{ _is_in_touched_group(keys) }};
            {%- else -%}
            select '{{ _input_name(input) }}' as input_name, * from mv_touched_groups;
            {%- endif %}
            {% endfor %}
        {% endcall -%}
    {%- endif -%}
{% endmacro %}


{#- Condition that a row of a relation with the view's columns is in a touched group. -#}
{% macro is_touched(view, relation) -%}
    {%- set keys = {} -%}
    {%- for key in view.group_keys -%}{%- do keys.update({key.name: relation ~ '.' ~ adapter.quote(key.name)}) -%}{%- endfor -%}
    {{ _is_in_touched_group(keys) }}
{%- endmacro %}

{% macro _is_in_touched_group(keys) -%}
    exists (
        select 1 from mv_touched_groups as touched
        where {% for name, expression in keys.items() %}touched.{{ _group_key({'name': name}) }} is not distinct from {{ expression }}{{ ' and ' if not loop.last }}{% endfor %}
    )
{%- endmacro %}


{#- A group key in the tables of groups. No column of an input is called so, which expressions on these may name beside it. -#}
{% macro _group_key(key) -%}{{ adapter.quote('group key ' ~ key.name) }}{%- endmacro %}

{% macro _key_of_row(input, key) -%}cast({{ input.groups[key.name] }} as {{ key.type }}){%- endmacro %}

{% macro _keys_of_rows(view, input) -%}
    {% for key in view.group_keys %}{{ _key_of_row(input, key) }} as {{ _group_key(key) }}{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}

{% macro _column_list(columns) -%}
    {% for column in columns %}{{ adapter.quote(column.name) }}{{ ', ' if not loop.last }}{% endfor %}
{%- endmacro %}

{#- Query for the number and the content of the rows of each group of some inputs. -#}
{% macro _group_counts(view, inputs) -%}
    {%- for input in inputs %}
    select
        '{{ _input_name(input) }}' as input_name,
        {{ _keys_of_rows(view, input) }},
        count(*) as row_count,
        {{ content_of_rows(input) }} as content
    from {{ input.relation }}
    group by all
    {{ 'union all' if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{#- Names of inputs inside SQL literals. -#}
{% macro _input_name(input) -%}{{ input.relation | replace("'", "''") }}{%- endmacro %}

{% macro _input_names(inputs) -%}({% for input in inputs %}'{{ _input_name(input) }}'{{ ', ' if not loop.last }}{% endfor %}){%- endmacro %}
