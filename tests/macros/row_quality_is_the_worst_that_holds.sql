-- The worst quality that holds counts, and what is not known of a row does not count against it. Reserved keys that
-- have a good reason (not applicable, not yet available) are none that is missing.
with

given (case_number, hash_key, date_key, is_inferred, expected) as (

    values
    (1, {{ reserved_key('missing') }}, 20240101, true, 'missing member'),
    (2, {{ reserved_key('bad_value') }}, 20240101, false, 'missing member'),
    (3, {{ reserved_key('not_applicable') }}, -1, null, 'missing member'),
    (4, {{ reserved_key('not_applicable') }}, -4, null, 'missing member'),
    (5, {{ reserved_key('not_applicable') }}, -3, true, 'late or inferred member'),
    (6, {{ reserved_key('not_yet_available') }}, -2, false, 'complete'),
    (7, {{ reserved_key('not_applicable') }}, 20240101, null, 'complete')

),

judged as (

    select
        *,
        {{ row_quality(
            is_missing_key(['hash_key']) ~ ' or ' ~ is_missing_date_key(['date_key']), 'is_inferred'
        ) | indent(8) }} as actual
    from given

)

select *
from judged
where actual is distinct from expected
    or actual not in (
        {% for quality in row_qualities() -%}
            '{{ quality.name }}'{{ ',' if not loop.last }}
        {% endfor %}
    )
