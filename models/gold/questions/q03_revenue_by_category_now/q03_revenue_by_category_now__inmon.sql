-- grain: one row per month and path of the category that the product has now
with recursive

{{ sold_lines() }},

categories as (

    select * from {{ ref('categories') }}

),

category_versions as (

    select * from {{ ref('category_versions') }}

),

categories_in_time as (

    {{ continuous_versions('categories', 'category_versions', 'category_id', [
        'parent_category_id', 'category_name',
    ]) | indent }}

),

categories_now as (

    select
        category_id,
        parent_category_id,
        {{ category_label('category_name', 'category_id') }} as category_label
    from categories_in_time
    where is_current

),

paths as (

    -- down the tree from its roots, as it stands now
    select
        category_id,
        category_label as category_path,
        1 as category_level
    from categories_now
    where parent_category_id is null

    union all

    select
        categories_now.category_id,
        {{ category_path_below('paths.category_path', 'categories_now.category_label') }} as category_path,
        paths.category_level + 1 as category_level
    from paths
    inner join categories_now
        on paths.category_id = categories_now.parent_category_id
    where paths.category_level < {{ deepest_category_level() }}

),

placed_lines as (

    select
        sold_lines.month_date,
        coalesce(paths.category_path, categories_now.category_label, 'unknown') as category_path,
        sold_lines.net_revenue_eur
    from sold_lines
    left join products_in_time
        on sold_lines.product_id = products_in_time.product_id and products_in_time.is_current
    left join paths
        on products_in_time.category_id = paths.category_id
    left join categories_now
        -- no root leads to a category in a circle: it is a top itself
        on products_in_time.category_id = categories_now.category_id

)

select
    month_date,
    category_path,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from placed_lines
group by month_date, category_path
