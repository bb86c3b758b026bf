-- grain: one row per combination of the sale's flags that can occur, and one per reserved member
{{ config(materialized='table') }}

with

devices as (

    select 'web' as device
    union all
    select 'app' as device

),

choices as (

    select true as is_chosen
    union all
    select false as is_chosen

),

buyers as (

    select true as is_first_order
    union all
    select false as is_first_order
    union all
    select cast(null as boolean) as is_first_order

),

combinations as (

    select
        'web' as channel,
        devices.device,
        express.is_chosen as is_express,
        wrapping.is_chosen as is_gift_wrapped,
        buyers.is_first_order
    from devices
    cross join choices as express
    cross join choices as wrapping
    cross join buyers

    union all

    select
        'store' as channel,
        null as device,
        cast(null as boolean) as is_express,
        cast(null as boolean) as is_gift_wrapped,
        buyers.is_first_order
    from buyers

),

profiles as (

    select
        {{ order_profile_key('channel', 'device', 'is_express', 'is_gift_wrapped', 'is_first_order') }}
            as order_profile_key,
        channel,
        device,
        is_express,
        is_gift_wrapped,
        is_first_order,
        case when is_express then 'Express' when not is_express then 'Standard' else 'In store' end as delivery_label,
        case
            when is_first_order then 'First order'
            when not is_first_order then 'Later order'
            else 'Unknown buyer'
        end as order_sequence_label
    from combinations

)

select
    order_profile_key,
    channel,
    device,
    is_express,
    is_gift_wrapped,
    is_first_order,
    delivery_label,
    order_sequence_label
from profiles

{% for member in reserved_members() -%}
    union all

    select
        {{ reserved_key(member.name) }} as order_profile_key,
        '{{ member.name }}' as channel,
        null as device,
        cast(null as boolean) as is_express,
        cast(null as boolean) as is_gift_wrapped,
        cast(null as boolean) as is_first_order,
        '{{ member.label }}' as delivery_label,
        '{{ member.label }}' as order_sequence_label

{% endfor %}
