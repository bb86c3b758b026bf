-- The anomaly of first normal form, where there is one: takings summed over its rows count a receipt once a
-- line. Fails where a receipt has two lines and the sum is right all the same, or where the sum over the
-- headers of second normal form is not that of the receipts as delivered.
with

delivered as (

    select
        sum(total_amount) as total_amount,
        count(line_2_product_id) as second_line_count
    from {{ ref('receipts_unnormalised') }}

),

first_normal_form as (

    select sum(total_amount) as total_amount
    from {{ ref('receipts_1nf') }}

),

second_normal_form as (

    select sum(total_amount) as total_amount
    from {{ ref('receipts_2nf_headers') }}

)

select
    delivered.total_amount,
    first_normal_form.total_amount as first_normal_form_amount,
    second_normal_form.total_amount as second_normal_form_amount
from delivered
cross join first_normal_form
cross join second_normal_form
where (delivered.second_line_count > 0 and first_normal_form.total_amount = delivered.total_amount)
    or second_normal_form.total_amount <> delivered.total_amount
