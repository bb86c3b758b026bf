-- grain: one row per location and version
{{ config(**replace_changed('location_hash_key')) }}
{{ pit_by_version(
    'location_hash_key',
    identities=ref('bsat_location_identity'),
    sources=[{
        'tracking': appearances_of(ref('sat_erp_location')),
        'states': ['hash_diff'],
        'pointers': shown_in(),
        'types': shown_in_types(),
    }],
) }}
