{#-
  Concept: which files of a landing folder a run has to open to check them. A file that an earlier run found
  sound, and that has the size and time it had then, is not opened again, so that a day costs what was
  delivered on it and not what was delivered before. It is opened again when its contract or its schema
  version changed, on --full-refresh, and where the landing is behind a URL.

  The table landing.inspected_files remembers, per file and delivery within it, what was counted. It is
  written when the whole landing was found sound. A file is remembered once it is two seconds old: the
  clock of a folder may have no smaller steps.
-#}

{#- Lists the files of the landing in the temporary table landed_files; is_new: they have to be opened. -#}
{% macro note_landed_files() %}
    {%- set tables = [] -%}
    {%- for name in source_names() -%}
        {%- do tables.append("('" ~ name.split('__')[0] ~ "', '" ~ name.split('__')[1] ~ "', '" ~ local_md5(tojson(source_contract(name))) ~ "')") -%}
    {%- endfor -%}
    {%- set everything = {'system': '*', 'table': '*'} -%}
    {%- set patterns = "['" ~ landing_pattern(everything, 'parquet') ~ "', '" ~ landing_pattern(everything, 'csv') ~ "']" -%}
    {%- set is_remote = '://' in var('landing') | string -%}
    {%- set is_known = not flags.FULL_REFRESH and not is_remote and adapter.get_relation(target.database, 'landing', 'inspected_files') is not none -%}
    {%- do run_query("
        create or replace temporary table landed_files as
        with
        contracts(system_name, table_name, held_against) as (values " ~ tables | join(', ') ~ "),
        there as (
            select
                file_name, size, modified_at,
                string_split(file_name, '/')[-4] as system_name,
                string_split(file_name, '/')[-3] as table_name,
                replace(string_split(file_name, '/')[-2], 'batch_date=', '') as batch_date,
                string_split(file_name, '.')[-1] as extension
            from (" ~ ("select file as file_name, cast(null as bigint) as size, cast(null as timestamptz) as modified_at from glob(" ~ patterns ~ ")" if is_remote else
                "select filename as file_name, size, last_modified as modified_at from read_blob(" ~ patterns ~ ")") ~ ")
        )
        select there.*, contracts.held_against, " ~ ("not exists (
            select 1 from landing.inspected_files as known
            where known.file_name = there.file_name and known.size = there.size
                and known.modified_at = there.modified_at and known.held_against = contracts.held_against
        )" if is_known else "true") ~ " as is_new
        from there
        inner join contracts on there.system_name = contracts.system_name and there.table_name = contracts.table_name
    ") -%}
{% endmacro %}


{#- Marks as new what the manifest, by now in landed_manifest, lists with another schema version than a file was held against. -#}
{% macro note_schema_versions() %}
    {%- do run_query("alter table landed_files add column schema_version integer") -%}
    {%- do run_query("
        update landed_files set schema_version = versions.schema_version
        from (
            select system_name, table_name, cast(batch_date as varchar) as batch_date, min(try_cast(schema_version as integer)) as schema_version
            from landed_manifest group by all
        ) as versions
        where landed_files.system_name = versions.system_name and landed_files.table_name = versions.table_name and landed_files.batch_date = versions.batch_date
    ") -%}
    {%- if adapter.get_relation(target.database, 'landing', 'inspected_files') is not none -%}
        {%- do run_query("
            update landed_files set is_new = true
            from landing.inspected_files as known
            where landed_files.file_name = known.file_name and landed_files.schema_version is distinct from known.schema_version
        ") -%}
    {%- endif -%}
{% endmacro %}


{#-
  The new files of a source table, or of all, as the name of a variable that holds their list, for a table
  function to read; none where there are none.
-#}
{% macro new_files(contract, extension) %}
    {%- set is_of_table = "extension = '" ~ extension ~ "'" ~ (" and system_name = '" ~ contract.system ~ "' and table_name = '" ~ contract.table ~ "'" if contract else '') -%}
    {%- if run_query("select count(*) from landed_files where is_new and " ~ is_of_table).rows[0][0] == 0 -%}{{ return(none) }}{%- endif -%}
    {%- set variable = 'new_' ~ extension ~ ('_' ~ contract.name if contract else '') -%}
    {%- do run_query("set variable " ~ variable ~ " = (select list(file_name order by file_name) from landed_files where is_new and " ~ is_of_table ~ ")") -%}
    {{ return("getvariable('" ~ variable ~ "')") }}
{% endmacro %}


{#- Counts the rows of each delivery in each file, in the temporary table landed_counts: of new files by reading them. -#}
{% macro note_landed_counts() %}
    {%- set counts = ["select file_name, batch_date, delivery_number, row_count, first_row, last_row, numbered_rows from landing.inspected_files where file_name in (select file_name from landed_files where not is_new)"]
        if adapter.get_relation(target.database, 'landing', 'inspected_files') is not none else [] -%}
    {%- for name in staged_sources() -%}
        {%- set contract = source_contract(name) -%}
        {%- for extension in ['parquet', 'csv'] -%}
            {%- set files = new_files(contract, extension) -%}
            {%- if files -%}
                {%- do counts.append("select landed_file, " ~ delivery_counts() ~ " from " ~ read_landed(files, extension, 'landed_file') ~ " group by all") -%}
            {%- endif -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- set nothing = "select '' as file_name, '' as batch_date, '' as delivery_number, 0 as row_count, 0 as first_row, 0 as last_row, 0 as numbered_rows where false" -%}
    {%- do run_query("create or replace temporary table landed_counts as " ~ ([nothing] + counts) | join(' union all ')) -%}
{% endmacro %}

{#- The columns that count the rows of a delivery. -#}
{% macro delivery_counts() -%}
    cast(batch_date as varchar) as batch_date, cast(delivery_number as varchar) as delivery_number, count(*) as row_count, min(try_cast(row_number as bigint)) as first_row, max(try_cast(row_number as bigint)) as last_row, count(try_cast(row_number as bigint)) as numbered_rows
{%- endmacro %}


{#- Statements that remember what was found sound; run when nothing was found that is not. -#}
{% macro remember_inspected_files() %}
    create schema if not exists landing;
    create table if not exists landing.inspected_files (
        file_name varchar, size bigint, modified_at timestamptz, held_against varchar, schema_version integer,
        batch_date varchar, delivery_number varchar, row_count hugeint, first_row bigint, last_row bigint, numbered_rows hugeint
    );
    delete from landing.inspected_files where file_name in (select file_name from landed_files where is_new);
    insert into landing.inspected_files
    select
        landed_files.file_name, landed_files.size, landed_files.modified_at, landed_files.held_against, landed_files.schema_version,
        landed_counts.batch_date, landed_counts.delivery_number, coalesce(landed_counts.row_count, 0),
        landed_counts.first_row, landed_counts.last_row, coalesce(landed_counts.numbered_rows, 0)
    from landed_files
    left join landed_counts on landed_files.file_name = landed_counts.file_name
    where landed_files.is_new and landed_files.modified_at < now() - interval '2 seconds'
{% endmacro %}
