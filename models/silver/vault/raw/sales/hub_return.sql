-- grain: one row per return_id, and the ghost record
{{ config(**append_only()) }}
{{ hub('return_hash_key', business_key=['return_id'], sources=[
    (ref('stg_shop__returns'), ['return_id']),
]) }}
