-- Offsets are applied, no offset means UTC, and what is no instant is null.
with

cases (delivered, expected) as (

    values
    ('2024-06-01T10:15:00Z', '2024-06-01 10:15:00'),
    ('2024-06-01 10:15:00', '2024-06-01 10:15:00'),
    ('2024-06-01T10:15:00+09:00', '2024-06-01 01:15:00'),
    ('2024-06-01T00:15:00-05:00', '2024-06-01 05:15:00'),
    ('2024-06-01 00:15:00-05', '2024-06-01 05:15:00'),
    ('2024-06-01T10:15:00.250Z', '2024-06-01 10:15:00.25'),
    ('2024-06-31T10:15:00Z', null),
    ('2024-06-01T25:15:00Z', null),
    ('2024-06-01', null),
    ('2024-06-01T10:15', null),
    ('soon', null),
    (null, null)

)

select *
from cases
where {{ parse_as('delivered', 'timestamp') }} is distinct from cast(expected as timestamp)
