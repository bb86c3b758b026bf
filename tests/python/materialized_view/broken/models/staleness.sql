{{ staleness_of_materialized_views(['reads_nothing']) }}
