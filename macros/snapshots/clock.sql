{#-
  The clock of snapshots: the end of the newest delivery's day that the run may see, never the machine's.
  dbt asks for the time by dispatch and finds this macro before its own. A state that a snapshot meets
  is then valid from the same instant as in the history that staging derives from the same extract.

  The manifest is found by the graph: a snapshot names its relation alone, and that one reads the manifest.
-#}
{% macro default__snapshot_get_time() -%}
    {%- if not execute -%}{{ return(low_date()) }}{%- endif -%}
    {%- set manifest = graph.nodes['model.' ~ project_name ~ '.brz_reference__deliveries'].relation_name -%}
    {%- set newest = run_query('select max(batch_date) + 1 from ' ~ manifest ~ ' where ' ~ is_within_bound()).rows[0][0] -%}
    cast('{{ newest }} 00:00:00' as timestamp)
{%- endmacro %}
