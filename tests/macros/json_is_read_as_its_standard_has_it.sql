-- What is well-formed, and what a member says; never an error.
with

cases (delivered, expected, member) as (

    values
    ('{"a": "x"}', true, 'x'),
    ('  {"b": [1], "a": "x"}  ', true, 'x'),
    ({{ text_literal('{"a": "\\u00e9\\n\\"\\\\"}') }}, true, 'é' || chr(10) || '"' || chr(92)),
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
    ('{"a": "x"}, 1', false, null),
    ('1], [2', false, null),
    ('1}, {"b": 2', false, null),
    ({{ text_literal('{"a": "\\ud800"}') }}, false, null),
    ({{ text_literal('{"a": "\\\\ud800"}') }}, true, chr(92) || 'ud800'),
    ({{ text_literal('{"a": "\\uD83D\\uDE00"}') }}, true, '😀')

)

select *
from cases
where {{ is_json('delivered') }} <> expected
    or {{ json_text('delivered', 'a') }} is distinct from member
