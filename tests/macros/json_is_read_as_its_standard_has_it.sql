-- What is well-formed, and what a member says; never an error.
with

cases (delivered, expected, member) as (

    values
    ('{"a": "x"}', true, 'x'),
    ('  {"b": [1], "a": "x"}  ', true, 'x'),
    ('{"a": "\u00e9\n\"\\"}', true, 'é' || chr(10) || '"\'),
    ('{"a": 12}', true, '12'),
    ('{"a": false}', true, 'false'),
    ('{"a": ""}', true, ''),
    ('{"a": null}', true, null),
    ('{"b": 1}', true, null),
    ('[{"a": 1}]', true, null),
    ('5', true, null),
    ('null', true, null),
    ('', false, null),
    ('{"a": "x"', false, null),
    ('{"a": "x"} y', false, null),
    ('{a: 1}', false, null),
    ('{"a": 01}', false, null),
    ('{"a": "\ud800"}', false, null)

)

select *
from cases
where {{ is_json('delivered') }} <> expected
    or {{ json_text('delivered', 'a') }} is distinct from member
