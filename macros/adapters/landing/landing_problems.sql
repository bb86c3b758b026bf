{#- DuckDB's side of check_landing(): the files are read where they lie. Each macro returns a list of texts. -#}
{% macro duckdb__landing_problems() %}
    {%- if var('landing') -%}
        {%- set problems = _folder_problems() -%}
        {%- if problems -%}{{ return(problems) }}{%- endif -%}
        {%- do note_landed_files() -%}
        {%- set problems = _unreadable_files() -%}
        {%- if problems -%}{{ return(problems) }}{%- endif -%}
        {%- if not landing_sources(source_contract('reference__deliveries'), none) -%}
            {{ return(["there is no manifest: expected reference/deliveries/batch_date=<date>/ with a list of all deliveries (columns in seeds/reference/_reference__seeds.yml)."]) }}
        {%- endif -%}
    {%- endif -%}
    {%- set problems = _column_problems(source_contract('reference__deliveries')) -%}
    {%- if problems -%}{{ return(problems) }}{%- endif -%}
    {%- do _note_manifest() -%}
    {%- if var('landing') -%}{%- do note_schema_versions() -%}{%- endif -%}
    {%- for name in staged_sources() -%}
        {%- do problems.extend(_column_problems(source_contract(name))) -%}
    {%- endfor -%}
    {%- if not problems -%}{%- do problems.extend(_manifest_problems()) -%}{%- endif -%}
    {%- if not problems -%}{%- do problems.extend(_count_problems()) -%}{%- endif -%}
    {{ return(problems) }}
{% endmacro %}

{% macro _seed_node(name) %}
    {{ return(graph.nodes['seed.' ~ project_name ~ '.' ~ name]) }}
{% endmacro %}

{% macro _place(contract) %}
    {{ return(var('landing') ~ '/' ~ contract.system ~ '/' ~ contract.table if var('landing') else _seed_node(contract.name).original_file_path) }}
{% endmacro %}

{#- Reads the landed manifest once, into a temporary table; what is no date or number becomes null. -#}
{% macro _note_manifest() %}
    {%- set contract = source_contract('reference__deliveries') -%}
    {%- do run_query('create or replace temporary table landed_manifest as ' ~ landed_rows(contract, _seed_node(contract.name), strict=false)) -%}
{% endmacro %}


{#- The landing folder: layout, known systems and tables, dates, kinds of file. -#}
{% macro _folder_problems() %}
    {%- set folder = (var('landing') | string).rstrip('/') -%}
    {%- set known = [] -%}
    {%- for name in source_names() -%}{%- do known.append("('" ~ name.split('__')[0] ~ "', '" ~ name.split('__')[1] ~ "')") -%}{%- endfor -%}
    {%- set files = "select file, string_split(substr(file, " ~ (folder | length + 2) ~ "), '/') as parts from glob('" ~ folder | replace("'", "''") ~ "/**')" -%}
    {%- if run_query("select count(*) from (" ~ files ~ " limit 1)").rows[0][0] == 0 -%}
        {{ return(["'" ~ folder ~ "' is no folder with files: expected <system>/<table>/batch_date=<YYYY-MM-DD>/<file>.parquet or .csv below it."]) }}
    {%- endif -%}
    {{ return(problem_texts("
        with
        files as (" ~ files ~ "),
        known(system_name, table_name) as (values " ~ known | join(', ') ~ "),
        judged as (
            select
                file,
                case
                    when len(parts) <> 4
                        then 'file ' || file || ': expected <system>/<table>/batch_date=<YYYY-MM-DD>/<file> below the landing folder; move it there or away.'
                    when not exists (select 1 from known where known.system_name = parts[1])
                        then 'file ' || file || ': there is no system ''' || parts[1] || '''; expected one of ' || (select string_agg(distinct system_name, ', ' order by system_name) from known) || '. Rename the folder, or add the system''s contract under seeds/.'
                    when not exists (select 1 from known where known.system_name = parts[1] and known.table_name = parts[2])
                        then 'file ' || file || ': system ' || parts[1] || ' has no table ''' || parts[2] || '''; expected one of ' || (select string_agg(table_name, ', ' order by table_name) from known where known.system_name = parts[1]) || '. Rename the folder, or add the table''s contract to seeds/' || parts[1] || '/.'
                    when not starts_with(parts[3], 'batch_date=') or not regexp_full_match(substr(parts[3], 12), '[0-9]{4}-[0-9]{2}-[0-9]{2}') or try_cast(substr(parts[3], 12) as date) is null
                        then 'file ' || file || ': folder ''' || parts[3] || ''' names no day; expected batch_date=<YYYY-MM-DD>.'
                    when not regexp_matches(parts[4], '[.](parquet|csv)$')
                        then 'file ' || file || ': expected a name that ends in .parquet or .csv; convert the file or move it away.'
                end as problem
            from files
            where not exists (select 1 from (select unnest(parts) as part) where part like '.%' or part like '\\_%' escape '\\')
        )
        select problem from judged where problem is not null order by problem
    ")) }}
{% endmacro %}


{#-
  Files that are not what their name says: cut short on their way, or something else. DuckDB would say so
  too, but only of the first one. Contents are streamed (a gigabyte takes a fraction of a second); those
  behind a URL are left to DuckDB.
-#}
{% macro _unreadable_files() %}
    {%- if '://' in var('landing') | string -%}{{ return([]) }}{%- endif -%}
    {%- set checks = {
        'parquet': ["size < 12 or content[1:4] <> 'PAR1'::blob or content[-4:] <> 'PAR1'::blob", 'a whole Parquet file'],
        'csv': ["size = 0 or try(decode(content)) is null", 'text in UTF-8 with a line of column names'],
    } -%}
    {%- set problems = [] -%}
    {%- for extension, check in checks.items() -%}
        {%- set files = new_files(none, extension) -%}
        {%- if files -%}
            {%- do problems.extend(problem_texts(
                "select 'file ' || filename || ': cannot be read (' || size || ' bytes); expected " ~ check[1] ~ ". Deliver it again.'"
                ~ " from read_blob(" ~ files ~ ") where " ~ check[0] ~ " order by filename"
            )) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}


{#- Missing and unknown columns of a source table, per file; types of Parquet columns. -#}
{% macro _column_problems(contract) %}
    {%- set yml = 'seeds/' ~ contract.system ~ '/_' ~ contract.system ~ '__seeds.yml' -%}
    {%- set is_missing = "' is missing; expected the columns of " ~ contract.name ~ " in " ~ yml ~ ". Deliver it again with that column." -%}
    {%- set is_unknown = "' is not in the contract. Add it to " ~ contract.name ~ " in " ~ yml ~ ", or deliver the file without it." -%}
    {%- set expected = {} -%}
    {%- for name in ([] if var('landing') else ['batch_date']) + ['delivery_number', 'row_number'] -%}{%- do expected.update({name: 1}) -%}{%- endfor -%}
    {%- for column in contract.columns -%}{%- do expected.update({column.source: column.since}) -%}{%- endfor -%}
    {%- if var('landing') -%}
        {{ return(_column_problems_of_files(contract, expected, is_missing, is_unknown)) }}
    {%- endif -%}
    {%- set problems = [] -%}
    {%- set node = _seed_node(contract.name) -%}
    {%- set present = csv_header(seed_path(node)) -%}
    {%- for name in expected if name not in present -%}
        {%- do problems.append('file ' ~ node.original_file_path ~ ": column '" ~ name ~ is_missing) -%}
    {%- endfor -%}
    {%- for name in present if name not in expected -%}
        {%- do problems.append('file ' ~ node.original_file_path ~ ": column '" ~ name ~ is_unknown) -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}

{#- The same for the files of a landing folder, each by the schema version of its day, and the types of their columns. -#}
{% macro _column_problems_of_files(contract, expected, is_missing, is_unknown) %}
    {%- set present = _columns_of_files(contract) -%}
    {%- if present is none -%}{{ return([]) }}{%- endif -%}
    {%- set rows = [] -%}
    {%- set types = {'delivery_number': 'integer', 'row_number': 'integer'} -%}
    {%- for column in contract.columns -%}{%- do types.update({column.source: column.type}) -%}{%- endfor -%}
    {%- for name, since in expected.items() -%}
        {%- do rows.append("('" ~ name ~ "', " ~ since ~ ", '" ~ types[name] ~ "', '" ~ _fitting_types(types[name]) ~ "')") -%}
    {%- endfor -%}
    {%- set versions = "select batch_date, min(try_cast(schema_version as integer)) as schema_version from landed_manifest where system_name = '" ~ contract.system ~ "' and table_name = '" ~ contract.table ~ "' group by batch_date" -%}
    {{ return(problem_texts("
        with
        described as (" ~ present ~ "),
        nested as (
            select file_name, arg_min(name, position) as name, arg_min(type, position) as type
            from described
            where is_nested
            group by file_name
        ),
        present as (select * from described where file_name not in (select file_name from nested)),
        expected(name, since, type, fitting) as (values " ~ rows | join(', ') ~ "),
        versions as (" ~ (versions if contract.kind != 'manifest' else 'select cast(null as date) as batch_date, 1 as schema_version') ~ "),
        files as (
            select file_name, coalesce(max(versions.schema_version), 1) as schema_version
            from (select distinct file_name, try_cast(regexp_extract(file_name, 'batch_date=([0-9-]+)', 1) as date) as batch_date from present) as named
            left join versions on named.batch_date = versions.batch_date
            group by file_name
        )
        select problem from (
            select 'file ' || files.file_name || ': column ''' || expected.name || '" ~ is_missing | replace("'", "''") ~ "' as problem
            from files
            inner join expected on expected.since <= files.schema_version
            where not exists (select 1 from present where present.file_name = files.file_name and present.name = expected.name)
            union all
            select 'file ' || file_name || ': column ''' || name || '" ~ is_unknown | replace("'", "''") ~ "'
            from present
            where name <> 'batch_date' and name not in (select name from expected)
            union all
            select 'file ' || present.file_name || ': column ''' || present.name || ''' is ' || present.type || '; expected text, or ' || expected.type || '. Deliver it again in one of these types.'
            from present
            inner join expected on present.name = expected.name
            where not regexp_full_match(present.type, expected.fitting)
            union all
            select 'file ' || file_name || ': column ''' || name || ''' is nested, ' || type || '; expected columns of single values. Deliver it again without nested columns.'
            from nested
        )
        order by problem
    ")) }}
{% endmacro %}

{#- Query for (file_name, name, type, is_nested, position): the columns of each new file of a source table; none without files. -#}
{% macro _columns_of_files(contract) %}
    {%- set parts = [] -%}
    {%- for extension in ['parquet', 'csv'] -%}
        {%- set files = new_files(contract, extension) -%}
        {%- if files -%}
            {%- do parts.append(
                "select file_name, name, duckdb_type as type, num_children is not null as is_nested, column_id as position from parquet_schema(" ~ files ~ ") where column_id > 0"
                if extension == 'parquet' else
                "select filename as file_name, trim(unnest(string_split(rtrim(split_part(content, chr(10), 1), chr(13)), ',')), '\"') as name, 'VARCHAR' as type, false as is_nested, 0 as position from read_text(" ~ files ~ ")"
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(parts | join(' union all ') if parts else none) }}
{% endmacro %}

{#- The Parquet types that fit a contract's type, as a pattern: text always; a float has already lost what a decimal keeps. -#}
{% macro _fitting_types(type) %}
    {%- set integers = 'U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?' -%}
    {%- set fitting = {
        'text': integers ~ '|UUID', 'json': 'JSON', 'integer': integers, 'date': 'DATE', 'timestamp': 'TIMESTAMP.*', 'boolean': 'BOOLEAN',
    } -%}
    {{ return('VARCHAR|"NULL"|' ~ fitting.get(type, 'DECIMAL.*|' ~ integers)) }}
{% endmacro %}


{#- The manifest's own values. -#}
{% macro _manifest_problems() %}
    {%- set kinds = [] -%}
    {%- for name in staged_sources() -%}
        {%- do kinds.append("('" ~ name.split('__')[0] ~ "', '" ~ name.split('__')[1] ~ "', '" ~ source_contract(name).kind ~ "')") -%}
    {%- endfor -%}
    {{ return(problem_texts("
        with
        manifest as (select * from landed_manifest),
        known(system_name, table_name, kind) as (values " ~ kinds | join(', ') ~ "),
        named as (
            select manifest.*, known.kind,
                'manifest, delivery ' || coalesce(manifest.system_name, '?') || '.' || coalesce(manifest.table_name, '?') || ' ' || coalesce(cast(batch_date as varchar), '?') || ' number ' || coalesce(cast(delivery_number as varchar), '?') as delivery,
                count(*) over (partition by manifest.system_name, manifest.table_name, batch_date, delivery_number) as listed_count
            from manifest
            left join known on manifest.system_name = known.system_name and manifest.table_name = known.table_name
        )
        select distinct case
            when batch_date not between " ~ first_day_of_calendar() ~ " and " ~ last_day_of_calendar() ~ "
                then 'manifest, delivery of ' || batch_date || ': lies outside the calendar, " ~ var('calendar').first_day ~ " to " ~ var('calendar').last_day ~ ". Set the var calendar to the years of your data, a year before the first delivery included.'
            when batch_date is null then delivery || ': batch_date is no day; expected YYYY-MM-DD.'
            when delivery_number is null or delivery_number < 1 then delivery || ': delivery_number is no number from 1.'
            when kind is null then delivery || ': there is no such source table; expected a table with a contract under seeds/.'
            when coalesce(delivery_kind, '') <> kind then delivery || ': delivery_kind is ''' || coalesce(delivery_kind, '') || '''; the contract says ' || kind || '.'
            when coalesce(try_cast(row_count as integer), -1) < 0 then delivery || ': row_count is ''' || coalesce(row_count, '') || '''; expected a number from 0.'
            when coalesce(try_cast(schema_version as integer), 0) < 1 then delivery || ': schema_version is ''' || coalesce(schema_version, '') || '''; expected a number from 1.'
            when try_cast(delivered_at as timestamptz) is null then delivery || ': delivered_at is ''' || coalesce(delivered_at, '') || '''; expected a time.'
            when listed_count > 1 then delivery || ': is listed ' || listed_count || ' times; expected once. A resend has the next number.'
        end as problem
        from named
        where problem is not null
        order by problem
    ")) }}
{% endmacro %}


{#- Query for the rows of each delivery that landed, by record source and the place to name in a message. -#}
{% macro _landed_counts() %}
    {%- set counts = [] -%}
    {%- if var('landing') -%}{%- do note_landed_counts() -%}{%- endif -%}
    {%- for name in staged_sources() -%}
        {%- set contract = source_contract(name) -%}
        {%- set where_from = "select '" ~ contract.record_source ~ "' as record_source, '" ~ _place(contract) ~ "' as place, " -%}
        {%- if var('landing') -%}
            {%- do counts.append(where_from ~ "landed_counts.* exclude (file_name) from landed_counts inner join landed_files using (file_name) where system_name = '" ~ contract.system ~ "' and table_name = '" ~ contract.table ~ "'") -%}
        {%- else -%}
            {%- for source in landing_sources(contract, _seed_node(name)) -%}
                {%- do counts.append(where_from ~ delivery_counts() ~ " from " ~ source ~ " group by all") -%}
            {%- endfor -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(counts | join(' union all ')) }}
{% endmacro %}

{#- Row counts of what landed against the manifest, and against what was loaded before. -#}
{% macro _count_problems() %}
    {%- set loaded = none if flags.FULL_REFRESH else adapter.get_relation(target.database, 'bronze', 'brz_reference__deliveries') -%}
    {{ return(problem_texts("
        with
        counted as (" ~ _landed_counts() ~ "),
        landed as (
            select record_source, place, try_cast(batch_date as date) as batch_date, try_cast(delivery_number as integer) as delivery_number,
                batch_date as batch_date_text, delivery_number as number_text,
                sum(row_count) as row_count, min(first_row) as first_row, max(last_row) as last_row, sum(numbered_rows) as numbered_rows
            from counted group by all
        ),
        listed as (
            select system_name || '.' || table_name as record_source, batch_date, delivery_number, cast(row_count as bigint) as row_count
            from landed_manifest
        ),
        loaded as (
            " ~ ("select system_name || '.' || table_name as record_source, batch_date, delivery_number, cast(row_count as bigint) as row_count from " ~ loaded if loaded else "select '' as record_source, cast(null as date) as batch_date, 0 as delivery_number, 0 as row_count where false") ~ "
        ),
        compared as (
            select
                coalesce(landed.place, replace(listed.record_source, '.', '/')) || ', delivery ' || coalesce(landed.batch_date_text, cast(listed.batch_date as varchar), '?') || ' number ' || coalesce(landed.number_text, cast(listed.delivery_number as varchar), '?') as delivery,
                landed.record_source is not null as is_landed, listed.record_source is not null as is_listed, loaded.record_source is not null as is_loaded,
                coalesce(landed.batch_date, listed.batch_date) as batch_date, landed.delivery_number as landed_number,
                coalesce(landed.row_count, 0) as landed_count, listed.row_count as listed_count, loaded.row_count as loaded_count,
                landed.first_row, landed.last_row, landed.numbered_rows
            from landed
            full outer join listed on landed.record_source = listed.record_source and landed.batch_date = listed.batch_date and landed.delivery_number = listed.delivery_number
            left join loaded on listed.record_source = loaded.record_source and listed.batch_date = loaded.batch_date and listed.delivery_number = loaded.delivery_number
        )
        select case
            when is_landed and (batch_date is null or landed_number is null)
                then delivery || ': ' || landed_count || ' rows whose batch_date or delivery_number is no date or number; expected YYYY-MM-DD and a number from 1.'
            when is_landed and not is_listed
                then delivery || ': ' || landed_count || ' rows landed, but the manifest does not list the delivery. List it in reference.deliveries, or take it away.'
            when is_loaded and loaded_count <> listed_count
                then delivery || ': was loaded with ' || loaded_count || ' rows, and the manifest now says ' || listed_count || '. A delivery never changes: send a correction as the next delivery number; or load everything anew with --full-refresh.'
            when landed_count <> listed_count and (is_landed or not is_loaded)
                then delivery || ': the manifest says ' || listed_count || ' rows, but ' || landed_count || ' landed. Deliver it again in full, or correct the manifest.'
            when landed_count > 0 and (numbered_rows <> landed_count or first_row <> 1 or last_row <> landed_count)
                then delivery || ': row_number must count the rows from 1 to ' || landed_count || ', without gap or repetition.'
        end as problem
        from compared
        where problem is not null
            and (batch_date is null or " ~ is_within_bound('batch_date') ~ ")
        order by problem
    ")) }}
{% endmacro %}


{#- The first listed delivery's date. -#}
{% macro duckdb__first_landed_date() %}
    {{ return(run_query('select min(batch_date) from landed_manifest').rows[0][0]) }}
{% endmacro %}
