-- grain: one row per version of a category and ancestor of it, itself included (category_key, ancestor_category_key)
{{ config(**replace_changed('category_id')) }}

with recursive

dim_category as (

    select * from {{ ref('dim_category') }}

),

climbs as (

    select
        category_key,
        category_id,
        valid_from,
        valid_to,
        category_key as ancestor_category_key,
        category_id as ancestor_category_id,
        category_name as ancestor_category_name,
        parent_category_id as next_category_id,
        category_level as ancestor_level,
        0 as levels_between
    from dim_category

    union all

    -- an ancestor that changes ends the version below it: the one at the version's beginning holds throughout
    select
        climbs.category_key,
        climbs.category_id,
        climbs.valid_from,
        climbs.valid_to,
        ancestors.category_key as ancestor_category_key,
        ancestors.category_id as ancestor_category_id,
        ancestors.category_name as ancestor_category_name,
        ancestors.parent_category_id as next_category_id,
        ancestors.category_level as ancestor_level,
        climbs.levels_between + 1 as levels_between
    from climbs
    inner join dim_category as ancestors
        on
            climbs.next_category_id = ancestors.category_id
            and climbs.valid_from >= ancestors.valid_from
            and climbs.valid_from < ancestors.valid_to

)

select
    category_key,
    category_id,
    ancestor_category_key,
    ancestor_category_id,
    ancestor_category_name,
    ancestor_level,
    levels_between,
    next_category_id is null as is_root,
    not exists (
        select 1
        from dim_category as children
        where children.parent_category_id = climbs.category_id
            and children.valid_from < climbs.valid_to
            and children.valid_to > climbs.valid_from
    ) as is_leaf,
    {{ load_time() }} as audit_loaded_at
from climbs
