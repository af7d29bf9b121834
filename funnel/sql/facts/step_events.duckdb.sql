-- row: the first event of a visit, and every later step event of it; `letter` as in funnel/paths.py, '.' when no step
-- parameters: none
-- tables: visit_events, session_rows, purchases
with buying_visits as (
    select distinct
        feed,
        visit
    from purchases
),

-- Moment and letter in one whole number: rows are grouped by numbers alone.
coded as (
    select
        e.feed,
        e.visit,
        e.visitor_key,
        e.record,
        epoch_us(e.moment) * 8
        + case
            when e.event = 'view_item' then 1
            when e.event = 'add_to_cart' then 2
            when e.event = 'begin_checkout' then 3
            when e.event = 'add_shipping_info' then 4
            when e.event = 'add_payment_info' then 5
            when e.event = 'purchase' and b.visit is not null then 6
            else 0
        end as step
    from visit_events as e
    left join buying_visits as b on e.feed = b.feed and e.visit = b.visit
),

steps as (
    select
        feed,
        visit,
        step & 7 as code,
        (step - (step & 7)) // 8 as moment,
        max(visitor_key) as visitor_key,
        min(record) as record
    from coded
    group by feed, visit, step
),

opening as (
    select
        feed,
        visit,
        min(cast(moment as hugeint) * 1152921504606846976 + record) as place
    from steps
    group by feed, visit
),

flags as (
    select feed, visit, visitor_key, moment, 0 as record, '.' as letter, 1 as opens
    from session_rows
    union all
    select feed, visit, visitor_key, moment, 1 as record, 'v' as letter, 0 as opens
    from session_rows where view_item > 0
    union all
    select feed, visit, visitor_key, moment, 2 as record, 'a' as letter, 0 as opens
    from session_rows where add_to_cart > 0
    union all
    select feed, visit, visitor_key, moment, 3 as record, 'c' as letter, 0 as opens
    from session_rows where begin_checkout > 0
    union all
    select feed, visit, visitor_key, moment, 4 as record, 'h' as letter, 0 as opens
    from session_rows where add_shipping_info > 0
    union all
    select feed, visit, visitor_key, moment, 5 as record, 'p' as letter, 0 as opens
    from session_rows where add_payment_info > 0
    union all
    select s.feed, s.visit, s.visitor_key, s.moment, 6 as record, 'o' as letter, 0 as opens
    from session_rows as s
    inner join buying_visits as b on s.feed = b.feed and s.visit = b.visit
)

select
    s.feed,
    s.visit,
    make_timestamp(s.moment) as moment,
    substr('.vachpo', s.code + 1, 1) as letter,
    s.visitor_key,
    s.record,
    case when cast(s.moment as hugeint) * 1152921504606846976 + s.record = o.place then 1 else 0 end as opens
from steps as s
inner join opening as o on s.feed = o.feed and s.visit = o.visit
where s.code > 0 or cast(s.moment as hugeint) * 1152921504606846976 + s.record = o.place
union all
select
    feed,
    visit,
    moment,
    letter,
    visitor_key,
    record,
    opens
from flags
