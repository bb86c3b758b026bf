-- Text becomes a value of the type, or null; never an error, never a rounded value.
with

cases (delivered, as_integer, as_decimal, as_date, as_boolean) as (

    values
    ('12', '12', '12.00', null, null),
    (' -7 ', '-7', '-7.00', null, null),
    ('1', '1', '1.00', null, 'true'),
    ('0', '0', '0.00', null, 'false'),
    ('TRUE', null, null, null, 'true'),
    ('false', null, null, null, 'false'),
    ('yes', null, null, null, null),
    ('1.5', null, '1.50', null, null),
    ('1.500', null, '1.50', null, null),
    ('1.505', null, null, null, null),
    ('-.5', null, '-0.50', null, null),
    ('.505', null, null, null, null),
    ('.', null, null, null, null),
    ('-', null, null, null, null),
    ('1e3', null, null, null, null),
    ('12,50', null, null, null, null),
    ('99999999999', null, null, null, null),
    ('9999999999', null, null, null, null),
    ('1234567', '1234567', null, null, null),
    ('2024-02-29', null, null, '2024-02-29', null),
    ('2023-02-29', null, null, null, null),
    ('2024-2-9', null, null, null, null),
    ('20240229', '20240229', null, null, null),
    (' 12 ', '12', '12.00', null, null),
    (chr(160) || '12', null, null, null, null),
    (chr(9) || '12', null, null, null, null),
    ('12' || chr(10), null, null, null, null),
    ('1e5', null, null, null, null),
    ('1.', null, '1.00', null, null),
    ('-1.', null, '-1.00', null, null),
    ('.5', null, '0.50', null, null),
    ('+3', null, null, null, null),
    ('--3', null, null, null, null),
    ('1_000', null, null, null, null),
    ('0x1F', null, null, null, null),
    ('NaN', null, null, null, null),
    ('Infinity', null, null, null, null),
    ('١', null, null, null, null),
    ('-0', '0', '0.00', null, null),
    ('007', '7', '7.00', null, null),
    ('2147483647', '2147483647', null, null, null),
    ('2147483648', null, null, null, null),
    ('-2147483648', '-2147483648', null, null, null),
    ('-2147483649', null, null, null, null),
    ('999999.99', null, '999999.99', null, null),
    ('1000000', '1000000', null, null, null),
    ('12:60', null, null, null, null),
    ('t', null, null, null, null),
    ('2024-02-30', null, null, null, null),
    ('2024-04-31', null, null, null, null),
    ('2024-00-10', null, null, null, null),
    ('2024-13-01', null, null, null, null),
    ('2024-01-00', null, null, null, null),
    ('1900-02-29', null, null, null, null),
    ('2000-02-29', null, null, '2000-02-29', null),
    ('0000-01-01', null, null, null, null),
    ('0001-01-01', null, null, '0001-01-01', null),
    ('9999-12-31', null, null, '9999-12-31', null),
    ('infinity', null, null, null, null),
    ('today', null, null, null, null),
    ('', null, null, null, null),
    ('  ', null, null, null, null),
    (null, null, null, null, null)

),

parsed as (

    select
        delivered,
        as_integer,
        as_decimal,
        as_date,
        as_boolean,
        cast({{ parse_as('delivered', 'integer') }} as {{ dbt.type_string() }}) as parsed_integer,
        cast({{ parse_as('delivered', 'decimal(8,2)') }} as {{ dbt.type_string() }}) as parsed_decimal,
        cast({{ parse_as('delivered', 'date') }} as {{ dbt.type_string() }}) as parsed_date,
        cast({{ parse_as('delivered', 'boolean') }} as {{ dbt.type_string() }}) as parsed_boolean
    from cases

)

select *
from parsed
where parsed_integer is distinct from as_integer
    or parsed_decimal is distinct from as_decimal
    or parsed_date is distinct from as_date
    or parsed_boolean is distinct from as_boolean
