-- The same text is a customer in one system and another person in the other.
with

expected (system_name, last_name) as (

    values
    ('pos', 'Hoffmann'),
    ('shop', 'Weber')

),

actual as (

    select 'shop' as system_name, last_name
    from {{ ref('stg_shop__customers_history') }}
    where customer_id = 'C900012'
        and is_current

    union all

    -- distinct: the balance on the card makes versions, the name does not
    select distinct 'pos' as system_name, last_name
    from {{ ref('stg_pos__loyalty_members_history') }}
    where member_id = 'C900012'

)
{{- challenge('colliding_keys', complete_on='2024-01-01') }}
