-- Each version of a category stands in the closure with as many ancestors as its path has levels, one at each
-- level, of which one is a root.
with

climbs as (

    select
        category_key,
        count(*) as ancestor_count,
        count(distinct ancestor_level) as level_count,
        sum(case when is_root then 1 else 0 end) as root_count
    from {{ ref('bdg_category_closure') }}
    group by category_key

)

select
    dim_category.category_id,
    dim_category.category_path,
    climbs.*
from {{ ref('dim_category') }} as dim_category
left join climbs
    on dim_category.category_key = climbs.category_key
where climbs.ancestor_count is distinct from dim_category.category_level
    or climbs.level_count is distinct from dim_category.category_level
    or climbs.root_count is distinct from 1
