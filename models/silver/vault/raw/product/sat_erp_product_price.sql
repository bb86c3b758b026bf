-- grain: one row per list price, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'dcl_product_price_hash_key',
    parts=['product_id', 'currency_code', 'start_date'],
    source=ref('stg_erp__price_list'),
    columns=['list_price'],
) }}
