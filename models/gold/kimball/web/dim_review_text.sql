-- grain: one row per text that a review has, in its language, and one per reserved member
{{ config(post_hook="{{ delete_texts_that_are_gone() }}", **replace_changed('review_text_key')) }}

with

reviews as (

    select * from {{ ref('reviews') }}

),

texts as (

    select
        language_code,
        {{ clean_key('review_text') }} as review_text
    from reviews
    where {{ clean_key('review_text') }} is not null
        and {{ is_new_row('reviews') }}
    group by language_code, {{ clean_key('review_text') }}

),

reserved_members as (

    {% for member in reserved_members() -%}
        select
            {{ reserved_key(member.name) }} as review_text_key,
            '{{ member.label }}' as review_text
        {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {{ review_text_key('language_code', 'review_text') }} as review_text_key,
    language_code,
    review_text,
    cast(length(review_text) as integer) as character_count,
    {{ load_time() }} as audit_loaded_at
from texts

union all

select
    review_text_key,
    null as language_code,
    review_text,
    cast(null as integer) as character_count,
    {{ load_time() }} as audit_loaded_at
from reserved_members
