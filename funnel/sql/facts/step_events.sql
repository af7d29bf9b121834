-- row: the first event of a visit, and every later step event of it; `letter` as in funnel/paths.py, '.' when no step
-- parameters: none
-- tables: visit_events, session_rows, purchases
with opening_moment as (
    select
        feed,
        visit,
        min(moment) as moment
    from visit_events
    group by feed, visit
),

opening as (
    select
        e.feed,
        e.visit,
        e.moment,
        min(e.record) as record
    from visit_events as e
    inner join opening_moment as o on e.feed = o.feed and e.visit = o.visit and e.moment = o.moment
    group by e.feed, e.visit, e.moment
),

buying_visits as (
    select distinct
        feed,
        visit
    from purchases
),

lettered as (
    select
        e.feed as feed,
        e.visit as visit,
        e.visitor_key as visitor_key,
        e.moment as moment,
        e.record as record,
        case
            when e.event = 'view_item' then 'v'
            when e.event = 'add_to_cart' then 'a'
            when e.event = 'begin_checkout' then 'c'
            when e.event = 'add_shipping_info' then 'h'
            when e.event = 'add_payment_info' then 'p'
            when e.event = 'purchase' and b.visit is not null then 'o'
            else '.'
        end as letter,
        case when o.record is null then 0 else 1 end as opens
    from visit_events as e
    left join opening as o on e.feed = o.feed and e.visit = o.visit and e.moment = o.moment and e.record = o.record
    left join buying_visits as b on e.feed = b.feed and e.visit = b.visit
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
    feed,
    visit,
    moment,
    letter,
    max(visitor_key) as visitor_key,
    min(record) as record,
    max(opens) as opens
from lettered
where letter <> '.' or opens = 1
group by feed, visit, moment, letter
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
