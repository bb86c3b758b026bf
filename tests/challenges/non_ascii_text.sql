-- Umlauts, accents, quotes and kanji arrive as they were written.
with

expected (name) as (

    values
    ('Zelt „Größe L“ – 山小屋'),
    ('Ångström-Núñez 山田')

),

actual as (

    select product_name as name
    from {{ ref('stg_erp__products_history') }}
    where product_id = 'P-9003'
        and is_current

    union all

    select last_name as name
    from {{ ref('stg_shop__customers_history') }}
    where customer_id = 'C900011'
        and is_current

)
{{- challenge('non_ascii_text', complete_on='2024-01-20') }}
