-- row: one search, error or timed page that factors look at; `noted` is its kind: view, search, payment_error, checkout_error, page_error, timed
-- parameters: none
-- tables: visit_events
select
    feed,
    visit,
    moment,
    record,
    page,
    product,
    search_term,
    search_results,
    load_seconds,
    error,
    case
        when event = 'view_item' then 'view'
        when event = 'view_search_results' then 'search'
        when event in ('payment_error', 'checkout_error') then event
        when event = 'page_error' or error is not null then 'page_error'
        else 'timed'
    end as noted
from visit_events
where
    event in ('view_search_results', 'page_error', 'payment_error', 'checkout_error')
    or load_seconds is not null
    or error is not null
