-- The same in every build, told apart, and not what hash_key makes of their own text.
with

cases (id, reserved, expected) as (

    values
    (1, {{ reserved_key('missing') }}, cast('00000000-0000-0000-0000-000000000001' as {{ hash_type() }})),
    (2, {{ reserved_key('not_applicable') }}, cast('00000000-0000-0000-0000-000000000002' as {{ hash_type() }})),
    (3, {{ reserved_key('not_yet_available') }}, cast('00000000-0000-0000-0000-000000000003' as {{ hash_type() }})),
    (4, {{ reserved_key('bad_value') }}, cast('00000000-0000-0000-0000-000000000004' as {{ hash_type() }}))

)

select *
from cases
where reserved <> expected
    or reserved = {{ hash_key(['id']) }}
