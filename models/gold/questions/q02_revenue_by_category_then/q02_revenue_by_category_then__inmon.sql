-- grain: one row per month and path of the category that the product had at the sale
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

climbs as (

    -- from the category of each line up the tree as it stood at the sale
    select
        sold_lines.sales_order_id,
        sold_lines.line_number,
        sold_lines.ordered_at,
        categories_in_time.parent_category_id,
        {{ category_label('categories_in_time.category_name', 'categories_in_time.category_id') }} as category_path,
        1 as category_level
    from sold_lines
    inner join categories_in_time
        on
            sold_lines.category_id = categories_in_time.category_id
            and sold_lines.ordered_at >= categories_in_time.valid_from
            and sold_lines.ordered_at < categories_in_time.valid_to

    union all

    select
        climbs.sales_order_id,
        climbs.line_number,
        climbs.ordered_at,
        categories_in_time.parent_category_id,
        {{ category_path_below(
            category_label('categories_in_time.category_name', 'categories_in_time.category_id'), 'climbs.category_path'
        ) }} as category_path,
        climbs.category_level + 1 as category_level
    from climbs
    inner join categories_in_time
        on
            climbs.parent_category_id = categories_in_time.category_id
            and climbs.ordered_at >= categories_in_time.valid_from
            and climbs.ordered_at < categories_in_time.valid_to
    where climbs.category_level < {{ deepest_category_level() }}

),

placed_lines as (

    select
        sold_lines.month_date,
        coalesce(climbs.category_path, own_categories.category_path, 'unknown') as category_path,
        sold_lines.net_revenue_eur
    from sold_lines
    left join climbs
        on
            sold_lines.sales_order_id = climbs.sales_order_id
            and sold_lines.line_number = climbs.line_number
            and climbs.parent_category_id is null
    left join climbs as own_categories
        -- the way up of a category in a circle has no end: it is a top itself
        on
            sold_lines.sales_order_id = own_categories.sales_order_id
            and sold_lines.line_number = own_categories.line_number
            and own_categories.category_level = 1

)

select
    month_date,
    category_path,
    cast(sum(net_revenue_eur) as decimal(18, 2)) as net_revenue_eur
from placed_lines
group by month_date, category_path
