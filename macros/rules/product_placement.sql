{#-
  The versions of products by the path of their category, and the last time each product moved to another category or
  its category to another place.

  Arguments: relations or common table expressions; versions, of products, as continuous_versions() gives them
    (product_id, category_id and attributes); categories, versions of the category's path (category_key,
    category_id, category_name, category_path, valid_from, valid_to, batch_date).
  Renders the common table expressions up to moves: the columns of versions, category_key, category_name,
    category_path, placed_from and placed_until (the validity), previous_category_name and previous_category_path,
    last_moved_from (the beginning of the version that the last move began; null without one).
-#}
{% macro products_placed_in_categories(versions, categories) -%}
placed as (

    -- a version is cut where its category's path changes
    select
        versions.*,
        coalesce(categories.category_key, {{ reserved_key('missing') }}) as category_key,
        categories.category_name,
        categories.category_path,
        greatest(versions.valid_from, coalesce(categories.valid_from, versions.valid_from)) as placed_from,
        least(versions.valid_to, coalesce(categories.valid_to, versions.valid_to)) as placed_until,
        greatest(versions.batch_date, coalesce(categories.batch_date, versions.batch_date)) as placed_in_batch_date
    from {{ versions }} as versions
    left join {{ categories }} as categories
        on
            versions.category_id = categories.category_id
            and versions.valid_from < categories.valid_to
            and versions.valid_to > categories.valid_from

),

in_time as (

    select
        *,
        lag(placed_from) over (partition by product_id order by placed_from) as previous_from,
        lag(category_id) over (partition by product_id order by placed_from) as previous_category_id,
        lag(category_name) over (partition by product_id order by placed_from) as previous_category_name,
        lag(category_path) over (partition by product_id order by placed_from) as previous_category_path
    from placed

),

moves as (

    select
        *,
        max(
            case
                when previous_from is not null
                    and (
                        category_id is distinct from previous_category_id
                        or category_path is distinct from previous_category_path
                    )
                    then placed_from
            end
        ) over (partition by product_id) as last_moved_from
    from in_time

)
{%- endmacro %}
