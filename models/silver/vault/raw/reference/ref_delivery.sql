-- grain: one row per delivery that the manifest lists
{{ config(**append_only()) }}
{{ reference_table(
    source=deliveries_as_rows(ref('stg_reference__deliveries')),
    columns=['system_name', 'table_name', 'delivery_kind', 'row_count', 'schema_version', 'delivered_at'],
    told_apart_by=['system_name', 'table_name', 'batch_date', 'delivery_number'],
) }}
