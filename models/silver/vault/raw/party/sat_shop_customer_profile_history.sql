-- grain: one row per shop customer and version
{{ config(materialized='view') }}
{{ satellite_history(
    key=['customer_hash_key'],
    tracking=ref('rtsat_shop_customer'),
    state='profile_hash_diff',
    columns=['loyalty_tier', 'acquisition_channel', 'registered_at', 'country_code'],
    satellite=ref('sat_shop_customer_profile'),
) }}
