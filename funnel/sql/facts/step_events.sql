-- row: the first event of a visit, its first later view, and every later event of another step; `letter` as in funnel/paths.py, '.' when no step
-- parameters: none
-- tables: visit_events, session_rows, purchases
with coded as (
    select
        feed,
        visit,
        moment,
        record,
        case
            when event = 'view_item' then 1
            when event = 'add_to_cart' then 2
            when event = 'begin_checkout' then 3
            when event = 'add_shipping_info' then 4
            when event = 'add_payment_info' then 5
            when event = 'purchase' then 6
            else 0
        end as code
    from visit_events
),

opening_moment as (
    select
        feed,
        visit,
        min(moment) as moment
    from visit_events
    group by feed, visit
),

opening_record as (
    select
        e.feed,
        e.visit,
        e.moment,
        min(e.record) as record
    from visit_events as e
    inner join opening_moment as o on e.feed = o.feed and e.visit = o.visit and e.moment = o.moment
    group by e.feed, e.visit, e.moment
),

opening as (
    select
        e.feed,
        e.visit,
        e.moment,
        e.record,
        min(e.code) as code
    from coded as e
    inner join opening_record as o
        on e.feed = o.feed and e.visit = o.visit and e.moment = o.moment and e.record = o.record
    group by e.feed, e.visit, e.moment, e.record
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
        e.moment as moment,
        e.record as record,
        case
            when e.code = 1 then 'v'
            when e.code = 2 then 'a'
            when e.code = 3 then 'c'
            when e.code = 4 then 'h'
            when e.code = 5 then 'p'
            when e.code = 6 and b.visit is not null then 'o'
            else '.'
        end as letter,
        case when o.record is null then 0 else 1 end as opens
    from coded as e
    left join opening as o
        on
            e.feed = o.feed
            and e.visit = o.visit
            and e.moment = o.moment
            and e.record = o.record
            and e.code = o.code
    left join buying_visits as b on e.feed = b.feed and e.visit = b.visit
),

steps as (
    select
        feed,
        visit,
        moment,
        letter,
        min(record) as record,
        max(opens) as opens
    from lettered
    where letter <> '.' or opens = 1
    group by feed, visit, moment, letter
),

-- A view after a view opens no way that the first did not open: funnel/paths.py.
first_views as (
    select
        feed,
        visit,
        min(moment) as moment
    from steps
    where letter = 'v' and opens = 0
    group by feed, visit
),

flags as (
    select feed, visit, moment, 0 as record, '.' as letter, 1 as opens
    from session_rows
    union all
    select feed, visit, moment, 1 as record, 'v' as letter, 0 as opens
    from session_rows where view_item > 0
    union all
    select feed, visit, moment, 2 as record, 'a' as letter, 0 as opens
    from session_rows where add_to_cart > 0
    union all
    select feed, visit, moment, 3 as record, 'c' as letter, 0 as opens
    from session_rows where begin_checkout > 0
    union all
    select feed, visit, moment, 4 as record, 'h' as letter, 0 as opens
    from session_rows where add_shipping_info > 0
    union all
    select feed, visit, moment, 5 as record, 'p' as letter, 0 as opens
    from session_rows where add_payment_info > 0
    union all
    select s.feed, s.visit, s.moment, 6 as record, 'o' as letter, 0 as opens
    from session_rows as s
    inner join buying_visits as b on s.feed = b.feed and s.visit = b.visit
)

select
    s.feed,
    s.visit,
    s.moment,
    s.letter,
    s.record,
    s.opens
from steps as s
left join first_views as f on s.feed = f.feed and s.visit = f.visit and s.moment = f.moment
where s.letter <> 'v' or s.opens = 1 or f.visit is not null
union all
select
    feed,
    visit,
    moment,
    letter,
    record,
    opens
from flags
