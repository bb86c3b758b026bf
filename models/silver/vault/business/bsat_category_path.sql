-- grain: one row per category and version of its path
{{ config(materialized='view') }}

with recursive

versions as (

    select
        hub_category.category_id,
        parents.category_id as parent_category_id,
        satellites.category_name,
        versions.valid_from,
        versions.valid_to,
        versions.is_inferred,
        versions.shown_in_batch_date as batch_date
    from {{ ref('pit_category') }} as versions
    inner join {{ ref('hub_category') }} as hub_category
        on versions.category_hash_key = hub_category.category_hash_key
    inner join {{ ref('hal_category') }} as hal_category
        on versions.hal_category_hash_key = hal_category.hal_category_hash_key
    inner join {{ ref('hub_category') }} as parents
        on hal_category.parent_category_hash_key = parents.category_hash_key
    left join {{ ref('sat_erp_category') }} as satellites
        on {{ is_shown_in('versions', 'satellites') }}

),

{{ category_path_versions('versions') }}

select
    {{ hub_key(['category_id']) }} as category_hash_key,
    {{ hash_key(['category_id', 'valid_from']) }} as category_key,
    category_id,
    category_name,
    parent_category_id,
    category_path,
    category_level,
    valid_from,
    coalesce(next_instant, {{ high_date() }}) as valid_to,
    next_instant is null as is_current,
    is_inferred,
    batch_date
from turning_points
