-- Lists of inputs that look alike when they are joined without care must not give the same hash.
with

cases (id, left_a, left_b, right_a, right_b) as (

    values
    (1, 'a|b', 'c', 'a', 'b|c'),
    (2, 'a', null, 'a', '~n'),
    (3, 'a~', 'b', 'a', '~b'),
    (4, 'a~1b', 'c', 'a|b', 'c'),
    (5, null, 'a', 'a', null),
    (6, '', 'a', 'a', ''),
    (7, '', 'a', null, 'a'),
    (8, '~0', 'a', '~', 'a')

),

hashed as (

    select
        id,
        {{ hash_key(['left_a', 'left_b']) }} as left_key,
        {{ hash_key(['right_a', 'right_b']) }} as right_key,
        {{ hash_diff(['left_a', 'left_b']) }} as left_diff,
        {{ hash_diff(['right_a', 'right_b']) }} as right_diff
    from cases

)

select id
from hashed
where left_key = right_key
    or left_diff = right_diff
    or left_key is null
    or left_diff is null
