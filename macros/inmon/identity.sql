{#-
  The identity of an entity: every key that any accepted row ever described or named, once. A key that a
  row names before, or without, a row that describes it is a stub, so that a foreign key always finds its
  parent.

  Works on the accepted rows of each delivery and takes the least of their dates: the result cannot depend
  on the order of loading, a superseded row keeps its stub, and an increment needs only the new rows and
  the identities that they touch.

  Arguments:
    key           column, or list of columns, that identifies the entity
    described_by  list of sources that describe it: (relation, expression of the key[, condition]);
                  for several key columns a list of expressions
    named_by      list of sources that name it, in the same form

  Renders the common table expressions up to identities: the key, is_inferred, described_in_batch_date,
  named_in_batch_date, record_source and batch_date.

  new_mentions(key, described_by, named_by, only_news)  the first half alone, up to mentions: the keys that new rows
                                                        name; only_news leaves out what cannot change an identity
                                                        that is there, as most rows that name a key cannot
  mentioned_identities(key, wanted)                     the second half, up to identities; wanted is a common table
                                                        expression with the keys whose known identity is wanted, those
                                                        mentioned among them
-#}
{% macro identity_rows(key, described_by, named_by=[]) -%}
{{ new_mentions(key, described_by, named_by) }},

{{ mentioned_identities(key) }}
{%- endmacro %}


{% macro new_mentions(key, described_by, named_by=[], only_news=false) -%}
    {%- set key = [key] if key is string else key -%}
    {%- set last_load = last_written() -%}
    {%- set asks_for_news = only_news and last_load -%}
{{ 'all_mentions' if asks_for_news else 'mentions' }} as (
    {% for source in described_by %}
    {{- '\n    union all\n' if not loop.first }}
    {{ _mentions(key, source, true, last_load) }}
    {% endfor %}
    {%- for source in named_by %}
    union all

    {{ _mentions(key, source, false, last_load) }}
    {% endfor %}
)
    {%- if asks_for_news %},

mentions as (

    -- what is known stays where it comes first, and has no later date than what is told
    select *
    from all_mentions
    where not exists (
        select 1
        from {{ this }} as known
        where {{ _same_key(key, 'known', 'all_mentions') }}
            and known.batch_date < all_mentions.batch_date
            and (
                all_mentions.described_in_batch_date is null
                or known.described_in_batch_date <= all_mentions.described_in_batch_date
            )
            and (
                all_mentions.named_in_batch_date is null
                or known.named_in_batch_date <= all_mentions.named_in_batch_date
            )
    )

)
    {%- endif %}
{%- endmacro %}


{% macro mentioned_identities(key, wanted='mentions') -%}
    {%- set key = [key] if key is string else key -%}
mentions_and_known as (

    select
        {{ key | join(',\n        ') }},
        described_in_batch_date,
        named_in_batch_date,
        record_source,
        batch_date
    from mentions
    {%- if last_written() %}

    union all

    select
        {{ key | join(',\n        ') }},
        described_in_batch_date,
        named_in_batch_date,
        record_source,
        batch_date
    from {{ this }} as known
    where exists (
        select 1 from {{ wanted }}
        where {{ _same_key(key, wanted, 'known') }}
    )
    {%- endif %}

),

first_mentions as (

    -- the description comes first, then the earliest row that names the key
    select
        {{ key | join(',\n        ') }},
        record_source,
        batch_date,
        min(described_in_batch_date) over (partition by {{ key | join(', ') }}) as described_in_batch_date,
        min(named_in_batch_date) over (partition by {{ key | join(', ') }}) as named_in_batch_date,
        row_number() over (
            partition by {{ key | join(', ') }}
            order by case when described_in_batch_date is null then 1 else 0 end, batch_date, record_source
        ) as precedence
    from mentions_and_known

),

identities as (

    select
        {{ key | join(',\n        ') }},
        described_in_batch_date is null
        or coalesce(named_in_batch_date < described_in_batch_date, false) as is_inferred,
        described_in_batch_date,
        named_in_batch_date,
        record_source,
        batch_date
    from first_mentions
    where precedence = 1

)
{%- endmacro %}


{#- The first batch date on which one source describes, or names, each key. -#}
{% macro _mentions(key, source, is_description, last_load) -%}
    {%- set expressions = [source[1]] if source[1] is string else source[1] -%}
    select
        {%- for column in key %}
        {{ expressions[loop.index0] }} as {{ column }},
        {%- endfor %}
        {{ 'min(batch_date)' if is_description else 'cast(null as date)' }} as described_in_batch_date,
        {{ 'cast(null as date)' if is_description else 'min(batch_date)' }} as named_in_batch_date,
        min(record_source) as record_source,
        min(batch_date) as batch_date
    from {{ source[0] }} as mentioning
    where not is_deleted
        {%- if source | length > 2 %}
        and {{ source[2] }}
        {%- endif %}
        {%- if last_load %}
        and audit_loaded_at > cast('{{ last_load }}' as timestamp)
        {%- endif %}
    group by {{ expressions | join(', ') }}
    -- a row may name nothing: told by counting, since a condition on rows would be taken for one that few rows meet
    having
        {%- for expression in expressions %}
        {{ 'and ' if not loop.first }}count({{ expression }}) > 0
        {%- endfor %}
{%- endmacro %}
