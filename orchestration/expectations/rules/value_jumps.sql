-- parameters: key, value, ordered_by, factor, where=true
-- Rows whose value is more than so many times the one before it under the same key, or less than that part of it.
with

followed as (

    select
        $key,
        $ordered_by,
        $value as new_value,
        lag($value) over (
            partition by $key
            order by $ordered_by
        ) as value_before
    from {batch}
    where $where and $value > 0

)

select *
from followed
where new_value > value_before * $factor or value_before > new_value * $factor
order by $key, $ordered_by
