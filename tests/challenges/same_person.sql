-- The member's e-mail is the customer's, once both are written alike; the name is not.
with

expected (member_id, customer_id, same_name) as (

    values
    ('M900001', 'C900013', false)

),

actual as (

    -- distinct: the balance on the card makes versions, the e-mail does not
    select distinct
        members.member_id,
        customers.customer_id,
        members.last_name = customers.last_name as same_name
    from {{ ref('stg_pos__loyalty_members_history') }} as members
    inner join {{ ref('stg_shop__customers_history') }} as customers
        on {{ clean_key('members.email', fold=true) }} = {{ clean_key('customers.email', fold=true) }}
    where members.member_id = 'M900001'

)
{{- challenge('same_person', complete_on='2024-03-31') }}
