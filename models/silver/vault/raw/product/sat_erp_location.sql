-- grain: one row per location, change and delivery
{{ config(**append_only()) }}
{{ satellite_by_change(
    'location_hash_key',
    parts=['location_id'],
    source=ref('stg_erp__locations'),
    columns=[
        'location_name', 'location_type', 'country_code', 'city', 'postcode', 'time_zone', 'opened_date',
        'floor_area_square_metres',
    ],
) }}
