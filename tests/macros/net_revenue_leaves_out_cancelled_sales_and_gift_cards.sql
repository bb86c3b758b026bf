-- Line amount, less its discount, less its share of the order's; nothing for a cancelled sale or a gift card.
with

cases (id, amount, discount, allocated, is_cancelled, is_gift_card, expected) as (

    values
    (1, 100.0000, 10.0000, 3.34, false, false, 86.6600),
    (2, 100.0000, 10.0000, 3.34, true, false, 0.0000),
    (3, 100.0000, 0.0000, 3.34, false, true, 0.0000),
    (4, 10.0001, 0.0000, 0.00, false, false, 10.0001)

)

select *
from cases
where {{ net_revenue('amount', 'discount', 'allocated', 'is_cancelled', 'is_gift_card') }} <> expected
