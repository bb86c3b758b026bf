{#-
  DuckDB's side of the landing: the delivered rows of a source table, read where the files lie, every column as
  text but batch_date and the two numbers. An engine that cannot read them gets them from here (python -m tools.land).

  Arguments: contract, see source_contract(); node, the seed's node in the graph; strict, whether a
  value that is no date or number fails (it becomes null otherwise).
-#}
{% macro landed_rows(contract, node, strict=true) %}
    {%- set names = [] -%}
    {%- for column in contract.columns -%}{%- do names.append(column.source) -%}{%- endfor -%}
    {{ return(_landed_rows(contract, node, names, 'cast' if strict else 'try_cast')) }}
{% endmacro %}

{% macro _landed_rows(contract, node, names, cast) -%}
    {%- set parts = [] -%}
    {%- for source in landing_sources(contract, node) -%}
        {%- set there = landing_columns(source) -%}
        {%- set part -%}
            select
                {{ cast }}(batch_date as date) as batch_date,
                {{ cast }}(delivery_number as integer) as delivery_number,
                {{ cast }}(row_number as integer) as row_number,
                {%- for name in names %}
                {{ 'cast(' ~ name ~ ' as varchar)' if name in there else 'cast(null as varchar)' }} as {{ name }}{{ ',' if not loop.last }}
                {%- endfor %}
            from {{ source }}
        {%- endset -%}
        {%- do parts.append(part) -%}
    {%- endfor -%}
    {%- if parts -%}
        {{ parts | join('\nunion all\n') }}
    {%- else -%}
        select cast(null as date) as batch_date, cast(null as integer) as delivery_number, cast(null as integer) as row_number
        {%- for name in names %}, cast(null as varchar) as {{ name }}{% endfor %}
        where false
    {%- endif -%}
{%- endmacro %}


{#- The table functions that read a source table's files: the seed's CSV, or the landing's Parquet and CSV. -#}
{% macro landing_sources(contract, node) %}
    {%- if not var('landing') -%}
        {{ return([_seed_csv(node)]) }}
    {%- endif -%}
    {%- set sources = [] -%}
    {%- for extension in ['parquet', 'csv'] -%}
        {%- set pattern = landing_pattern(contract, extension) -%}
        {%- if landing_has(pattern) -%}
            {%- do sources.append(read_landed("'" ~ pattern ~ "'", extension)) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(sources) }}
{% endmacro %}

{#- The files of a source table in the landing; names that begin with a dot or an underscore are not data. -#}
{% macro landing_pattern(contract, extension) %}
    {{ return((var('landing') | string).rstrip('/') | replace("'", "''") ~ '/' ~ contract.system ~ '/' ~ contract.table ~ '/batch_date=*/[!._]*.' ~ extension) }}
{% endmacro %}

{#- The table function that reads files of the landing: a pattern or a list, as SQL; file_column, what is to hold their names. -#}
{% macro read_landed(files, extension, file_column=none) -%}
    {%- set options = "union_by_name = true, hive_partitioning = true" ~ (", filename = '" ~ file_column ~ "'" if file_column else '') -%}
    {%- if extension == 'parquet' -%}
        {{ return("read_parquet(" ~ files ~ ", " ~ options ~ ")") }}
    {%- endif -%}
    {{ return("read_csv(" ~ files ~ ", delim = ',', quote = '\"', escape = '\"', header = true, all_varchar = true, " ~ options ~ ")") }}
{%- endmacro %}

{#- A seed's CSV, read by its header: nothing is left to guess. -#}
{% macro _seed_csv(node) -%}
    {%- set path = seed_path(node) -%}
    {%- set columns = [] -%}
    {%- for name in csv_header(path) -%}{%- do columns.append("'" ~ name | replace("'", "''") ~ "': 'VARCHAR'") -%}{%- endfor -%}
    {{ return("read_csv('" ~ path ~ "', delim = ',', quote = '\"', escape = '\"', header = true, auto_detect = false, columns = {" ~ columns | join(', ') ~ "})") }}
{%- endmacro %}

{#- Where a seed's CSV lies, for SQL. -#}
{% macro seed_path(node) -%}
    {{ return((node.root_path ~ '/' ~ node.original_file_path) | replace("'", "''")) }}
{%- endmacro %}

{#- The names in the first line of a CSV file. -#}
{% macro csv_header(path) %}
    {%- set line = run_query("select rtrim(split_part(content, chr(10), 1), chr(13)) from read_text('" ~ path ~ "')").rows[0][0] -%}
    {{ return(line.replace('"', '').split(',')) }}
{% endmacro %}

{#- Whether a pattern matches any file. -#}
{% macro landing_has(pattern) %}
    {{ return(run_query("select count(*) from (select 1 from glob('" ~ pattern ~ "') limit 1)").rows[0][0] > 0) }}
{% endmacro %}

{#- The names of a source's columns. -#}
{% macro landing_columns(source) %}
    {%- set names = [] -%}
    {%- for row in run_query('describe select * from ' ~ source).rows -%}{%- do names.append(row[0]) -%}{%- endfor -%}
    {{ return(names) }}
{% endmacro %}
