-- grain: one row per request_id
{{ config(
    post_hook="{{ delete_keys_that_are_gone(ref('stg_shop__erasure_requests_history'), ['request_id']) }}",
    **replace_changed(['request_id'])
) }}

with

versions as (

    {{ touched_versions(ref('stg_shop__erasure_requests_history'), ['request_id']) | indent }}

),

ranked as (

    select
        *,
        row_number() over (partition by request_id order by valid_from desc) as recency
    from versions

)

select
    request_id,
    subject_system || '|' || subject_id as party_id,
    requested_at,
    record_source,
    batch_date,
    changed_in_batch_date,
    {{ load_time() }} as audit_loaded_at
from ranked
where recency = 1
