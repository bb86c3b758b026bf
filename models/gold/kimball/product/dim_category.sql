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

{{ category_path_versions('versions') }},

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
