{#-
  A category's path: the names from the top of the tree down to the category, as 'Outdoor > Tents'.

  category_label(category_name, category_id)   its name, or its id while nothing describes it
  category_path_below(parent_path, label)      the path of a category below the one with parent_path
  deepest_category_level()                     no path is followed further down
  Arguments: expressions.
-#}
{% macro category_label(category_name, category_id) -%}
    coalesce({{ category_name }}, {{ category_id }})
{%- endmacro %}

{% macro category_path_below(parent_path, label) -%}
    {{ parent_path }} || ' > ' || {{ label }}
{%- endmacro %}

{% macro deepest_category_level() -%}20{%- endmacro %}


{#-
  The path of each category over time. A path changes with the category and with every one above it, so a version begins
  wherever any of them became something else. Categories that lie in a circle, or below one, have no top to begin at: as
  long as that lasts, each of them is a top itself.

  Arguments: versions, relation or common table expression with the versions of all categories, as
    continuous_versions() gives them: category_id, parent_category_id, category_name.
  Renders the common table expressions up to turning_points: category_id, category_name, parent_category_id,
    category_path, category_level, valid_from, next_instant (null for the last version), is_inferred, batch_date.
    Needs `with recursive`.
-#}
{% macro category_path_versions(versions) -%}
instants as (

    -- union drops repetitions: at each of these instants some category began to be something else
    select valid_from as instant from {{ versions }} as versions
    union
    select {{ low_date() }} as instant

),

trees as (

    select
        instants.instant,
        versions.category_id,
        versions.parent_category_id,
        {{ category_label('versions.category_name', 'versions.category_id') }} as category_label,
        versions.category_name,
        versions.is_inferred,
        versions.batch_date
    from instants
    inner join {{ versions }} as versions
        on instants.instant >= versions.valid_from and instants.instant < versions.valid_to

),

paths as (

    select
        instant,
        category_id,
        parent_category_id,
        category_name,
        category_label as category_path,
        category_id as id_path,
        1 as category_level,
        is_inferred,
        batch_date
    from trees
    where parent_category_id is null

    union all

    select
        trees.instant,
        trees.category_id,
        trees.parent_category_id,
        trees.category_name,
        {{ category_path_below('paths.category_path', 'trees.category_label') }} as category_path,
        paths.id_path || '|' || trees.category_id as id_path,
        paths.category_level + 1 as category_level,
        trees.is_inferred,
        greatest(trees.batch_date, paths.batch_date) as batch_date
    from paths
    inner join trees
        on paths.instant = trees.instant and paths.category_id = trees.parent_category_id
    where paths.category_level < {{ deepest_category_level() }}

),

rooted as (

    select * from paths

    union all

    select
        instant,
        category_id,
        null as parent_category_id,
        category_name,
        category_label as category_path,
        category_id as id_path,
        1 as category_level,
        is_inferred,
        batch_date
    from trees
    where not exists (
        select 1
        from paths
        where paths.instant = trees.instant and paths.category_id = trees.category_id
    )

),

compared as (

    select
        *,
        lag(instant) over (partition by category_id order by instant) as previous_instant,
        lag(category_path) over (partition by category_id order by instant) as previous_path,
        lag(id_path) over (partition by category_id order by instant) as previous_id_path
    from rooted

),

turning_points as (

    select
        *,
        case when previous_instant is null then {{ low_date() }} else instant end as valid_from,
        lead(instant) over (partition by category_id order by instant) as next_instant
    from compared
    where previous_instant is null
        or category_path <> previous_path
        or id_path <> previous_id_path

)
{%- endmacro %}
