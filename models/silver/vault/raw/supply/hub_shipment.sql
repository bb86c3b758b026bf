-- grain: one row per shipment_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('shipment_hash_key', business_key=['shipment_id'], sources=[
    (ref('stg_erp__shipments'), ['shipment_id']),
]) }}
