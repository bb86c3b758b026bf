-- No personal value of an erased customer is left in any layer; keys and the order stay.
with

expected (what, value, is_erased) as (

    values
    ('delivered e-mail', 'erased@example.invalid', true),
    ('delivered name', 'erased', true),
    ('delivered street', 'erased', true),
    ('checked birth date', '1900-01-01 ', true),
    ('e-mail over time', 'erased@example.invalid', true),
    ('city over time', 'erased', true),
    ('customer of the order', 'C900014', false)

),

actual as (

    -- distinct: the customer was delivered more than once
    select distinct 'delivered e-mail' as what, email as value, is_erased
    from {{ ref('brz_shop__customers') }}
    where customer_id = 'C900014'

    union all

    select distinct 'delivered name' as what, last_name as value, is_erased
    from {{ ref('brz_shop__customers') }}
    where customer_id = 'C900014'

    union all

    select distinct 'delivered street' as what, street as value, is_erased
    from {{ ref('brz_shop__addresses') }}
    where customer_id = 'C900014'

    union all

    select distinct 'checked birth date' as what, cast(birth_date as {{ dbt.type_string() }}) || ' ' as value, is_erased
    from {{ ref('chk_shop__customers') }}
    where customer_id = 'C900014'

    union all

    select distinct 'e-mail over time' as what, email as value, is_erased
    from {{ ref('stg_shop__customers_history') }}
    where customer_id = 'C900014'

    union all

    select distinct 'city over time' as what, city as value, is_erased
    from {{ ref('stg_shop__addresses_history') }}
    where customer_id = 'C900014'

    union all

    select 'customer of the order' as what, customer_id as value, false as is_erased
    from {{ ref('stg_shop__orders_history') }}
    where order_id = 'O9000015'
        and is_current

)
{{- challenge('customer_erased', complete_on='2025-05-31') }}
