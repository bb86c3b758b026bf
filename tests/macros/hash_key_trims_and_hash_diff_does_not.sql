-- A key with blanks around it is the same key; a state with blanks around a value is another state.
with

hashed as (

    select
        {{ hash_key(['blank', 'one']) }} as blank_key,
        {{ hash_key(['trimmed', 'one']) }} as trimmed_key,
        {{ hash_diff(['blank', 'one']) }} as blank_diff,
        {{ hash_diff(['trimmed', 'one']) }} as trimmed_diff,
        {{ hash_value("'P-1|1'") }} as by_hand
    from (select ' P-1 ' as blank, 'P-1' as trimmed, 1 as one) as values_of_a_key

)

select *
from hashed
where blank_key <> trimmed_key
    or trimmed_key <> by_hand
    or blank_diff = trimmed_diff
    or trimmed_diff <> by_hand
