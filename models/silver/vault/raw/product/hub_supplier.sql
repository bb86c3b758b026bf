-- grain: one row per supplier_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('supplier_hash_key', business_key=['supplier_id'], sources=[
    (ref('stg_erp__suppliers'), ['supplier_id']),
    (ref('stg_erp__product_suppliers'), ['supplier_id']),
]) }}
