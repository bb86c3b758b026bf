-- Blanks around a key are dropped, an empty key is null, and only ASCII letters are folded.
with

cases (delivered, trimmed, folded) as (

    values
    (' p-0007 ', 'p-0007', 'P-0007'),
    ('straße', 'straße', 'STRAßE'),
    ('  ', null, null),
    (null, null, null)

)

select *
from cases
where {{ clean_key('delivered') }} is distinct from trimmed
    or {{ clean_key('delivered', fold=true) }} is distinct from folded
