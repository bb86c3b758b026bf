-- grain: one row per address that any row describes or names
{{ config(**replace_changed('address_hash_key')) }}

{%- set roles = ['ship_to_address_hash_key', 'bill_to_address_hash_key'] %}
{%- set orders = mentions_in_link(ref('rtsat_shop_order'), ref('lnk_order'), 'lnk_order_hash_key', roles) %}

with

{{ identity_rows(
    'address_hash_key',
    described_by=[(ref('rtsat_shop_address'), 'address_hash_key')],
    named_by=[(orders, unless_ghost(roles[0])), (orders, unless_ghost(roles[1]))],
) }}

select
    address_hash_key,
    is_inferred,
    described_in_batch_date,
    named_in_batch_date,
    record_source,
    batch_date,
    {{ load_time() }} as audit_loaded_at
from identities
