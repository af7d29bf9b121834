-- row: visits that loaded one page (the 300 with most slow loads) on one day, channel and device: their slowest load of it, and payments after
-- parameters: $slow_page_seconds
-- tables: noted_events, chain_visits
with loaded as (
    select
        e.feed,
        e.visit,
        coalesce(e.page, 'not_stated') as page,
        max(e.load_seconds) as load_seconds
    from noted_events as e
    where e.load_seconds is not null
    group by e.feed, e.visit, coalesce(e.page, 'not_stated')
),

pages as (
    select
        page,
        row_number() over (
            order by sum(case when load_seconds > $slow_page_seconds then 1 else 0 end) desc, count(*) desc, page
        ) as place
    from loaded
    group by page
)

select
    c.feed as feed,
    c.day as day,
    c.channel as channel,
    c.device as device,
    case when p.place <= 300 then l.page else 'other' end as page,
    count(*) as timed,
    sum(l.load_seconds) as load_seconds,
    sum(case when l.load_seconds > $slow_page_seconds then 1 else 0 end) as slow,
    sum(case when l.load_seconds > $slow_page_seconds and c.furthest = 5 then 1 else 0 end) as slow_paid,
    sum(case when l.load_seconds <= $slow_page_seconds and c.furthest = 5 then 1 else 0 end) as quick_paid
from loaded as l
inner join chain_visits as c on l.feed = c.feed and l.visit = c.visit
inner join pages as p on l.page = p.page
group by 1, 2, 3, 4, 5
