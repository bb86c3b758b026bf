-- grain: one row per materialized view and input that it reads
{{ staleness_of_materialized_views([]) }}
