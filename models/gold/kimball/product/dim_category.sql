-- grain: one row per category and version of its path, and one per reserved member
{{ config(**replace_changed('category_id')) }}

with recursive

categories as (

    select * from {{ ref('categories') }}

),

category_versions as (

    select * from {{ ref('category_versions') }}

),

versions as (

    {{ continuous_versions('categories', 'category_versions', 'category_id', [
        'parent_category_id', 'category_name',
    ]) | indent }}

),

instants as (

    -- union drops repetitions: at each of these instants some category began to be something else
    select valid_from as instant from versions
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
    inner join versions
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

compared as (

    select
        *,
        lag(instant) over (partition by category_id order by instant) as previous_instant,
        lag(category_path) over (partition by category_id order by instant) as previous_path,
        lag(id_path) over (partition by category_id order by instant) as previous_id_path
    from paths

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

),

path_versions as (

    select
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

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as category_key,
            '{{ member.name }}' as category_id,
            '{{ member.label }}' as category_name
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    category_key,
    category_id,
    category_name,
    parent_category_id,
    category_path,
    category_level,
    valid_from,
    valid_to,
    is_current,
    is_inferred,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from path_versions

union all

select
    category_key,
    category_id,
    category_name,
    null as parent_category_id,
    category_name as category_path,
    1 as category_level,
    {{ low_date() }} as valid_from,
    {{ high_date() }} as valid_to,
    true as is_current,
    false as is_inferred,
    cast(null as date) as batch_date,
    {{ load_time() }} as audit_loaded_at
from reserved_members
