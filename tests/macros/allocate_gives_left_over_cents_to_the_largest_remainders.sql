-- Shares are exact: each is rounded down, and the cents that are left go to the largest remainders.
with

orders (order_id, line_number, line_amount, discount, shipping, expected_discount, expected_shipping) as (

    values
    -- 10.00 by thirds: one cent is left, ties go by line number
    ('thirds', 1, 5.0000, 10.0000, 0.0100, 3.34, 0.01),
    ('thirds', 2, 5.0000, 10.0000, 0.0100, 3.33, 0.00),
    ('thirds', 3, 5.0000, 10.0000, 0.0100, 3.33, 0.00),
    -- 0.05 over 1 : 2 : 4 is 0.71, 1.43 and 2.86 cents: the left-over cents go to lines 3 and 1
    ('remainders', 1, 1.0000, 0.0500, 7.0000, 0.01, 1.00),
    ('remainders', 2, 2.0000, 0.0500, 7.0000, 0.01, 2.00),
    ('remainders', 3, 4.0000, 0.0500, 7.0000, 0.03, 4.00),
    -- nothing to weigh by: equal shares
    ('gifts', 1, 0.0000, 0.0300, 1.0100, 0.02, 0.51),
    ('gifts', 2, 0.0000, 0.0300, 1.0100, 0.01, 0.50),
    -- a line that weighs nothing gets nothing; a negative amount is shared like the positive one
    ('one_of_two', 1, 0.0000, -9.9900, 12345678.9100, 0.00, 0.00),
    ('one_of_two', 2, 0.0001, -9.9900, 12345678.9100, -9.99, 12345678.91),
    -- amounts beyond what a binary fraction holds
    ('large', 1, 33333333.3333, 99999999.9900, 0.0000, 33333333.33, 0.00),
    ('large', 2, 66666666.6666, 99999999.9900, 0.0000, 66666666.66, 0.00)

),

typed as (

    select
        order_id,
        line_number,
        cast(line_amount as decimal(18, 4)) as line_amount,
        cast(discount as decimal(18, 4)) as discount,
        cast(shipping as decimal(18, 4)) as shipping,
        cast(expected_discount as decimal(18, 2)) as expected_discount,
        cast(expected_shipping as decimal(18, 2)) as expected_shipping
    from orders

),

allocated as (

    {{ allocate(
        'typed', whole=['order_id'], ordered_by='line_number', weight='line_amount', amounts=['discount', 'shipping']
    ) | indent }}

)

select
    typed.order_id,
    typed.line_number,
    typed.expected_discount,
    allocated.allocated_discount,
    typed.expected_shipping,
    allocated.allocated_shipping
from typed
left join allocated
    on typed.order_id = allocated.order_id and typed.line_number = allocated.line_number
where typed.expected_discount is distinct from allocated.allocated_discount
    or typed.expected_shipping is distinct from allocated.allocated_shipping
