{#-
  The visitors whose events fct_web_events has to compute: those with an event, or a version of the customer or
  product of an event, that is new since its last run; also the visitor that the fact holds for an
  event, where a correction gave the event to another; every visitor in a full refresh.

  Reads the CTEs of fct_web_events: web_events, dim_customer, dim_product.
  Returns: a query with visitor_id.
-#}
{% macro touched_visitors() -%}
    {%- if not is_incremental() -%}
    select visitor_id from web_events
    {%- else -%}
    select visitor_id
    from web_events
    where {{ is_new_row('web_events') }}

    -- union drops repetitions: a visitor is computed once
    union

    select present.visitor_id
    from {{ this }} as present
    inner join web_events
        on present.event_id = web_events.event_id
    where {{ is_new_row('web_events') }}

    union

    {{ visitors_of_changed_customers() }}

    union

    select present.visitor_id
    from {{ this }} as present
    left join dim_product
        on present.product_key = dim_product.product_key
    where dim_product.product_key is null or {{ is_new_row('dim_product') }}
    {%- endif -%}
{%- endmacro %}


{#-
  The visitors of whose events one names a customer that has a version which is new since this model's last run; of a
  version that is gone its record has others that are new.

  Reads the CTEs web_events and dim_customer.
  Returns: a query with visitor_id, for use in a union.
-#}
{% macro visitors_of_changed_customers() -%}
    select visitor_id
    from web_events
    where customer_id in (
        select record_id from dim_customer where record_system = 'shop' and {{ is_new_row('dim_customer') }}
    )
{%- endmacro %}


{#-
  Post-hook of fct_web_events: takes out the events that their visitor no longer has. An increment replaces
  the events of the visitors that it computes; one that has none left computes to none.
-#}
{% macro delete_events_that_are_gone() -%}
    {%- if holds_as_many_rows_as('select count(*) from ' ~ ref('web_events')) -%}{{ return('') }}{%- endif -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref('web_events') }} as web_events
        where web_events.event_id = {{ this }}.event_id
            and web_events.visitor_id = {{ this }}.visitor_id
    )
{%- endmacro %}


{#-
  Post-hook of fct_sessions: takes out the sessions of visitors that have no event left. A session has its name from
  its first event.
-#}
{% macro delete_sessions_that_are_gone() -%}
    {%- if holds_as_many_rows_as('select count(*) from ' ~ ref('fct_web_events') ~ ' where event_id = session_id') -%}
        {{ return('') }}
    {%- endif -%}
    delete from {{ this }}
    where not exists (
        select 1
        from {{ ref('fct_web_events') }} as events
        where events.session_id = {{ this }}.session_id
            and events.visitor_id = {{ this }}.visitor_id
    )
{%- endmacro %}


{#- Post-hook of dim_review_text: takes out the texts that no review has any more. -#}
{% macro delete_texts_that_are_gone() -%}
    delete from {{ this }}
    where language_code is not null
        and not exists (
            select 1
            from {{ ref('reviews') }} as reviews
            where reviews.language_code = {{ this }}.language_code
                and trim(both ' ' from reviews.review_text) = {{ this }}.review_text
        )
{%- endmacro %}
