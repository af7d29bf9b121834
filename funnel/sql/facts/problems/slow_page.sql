-- row: one visit of a feed that times its pages: whether the landing page was slow, null when that page was not timed
-- parameters: $slow_page_seconds
-- tables: chain_visits, noted_events, visits
with timing as (
    select distinct feed
    from noted_events
    where load_seconds is not null
),

first_moment as (
    select
        feed,
        visit,
        min(moment) as moment
    from noted_events
    where load_seconds is not null
    group by feed, visit
),

first_load as (
    select
        e.feed,
        e.visit,
        max(e.load_seconds) as load_seconds
    from noted_events as e
    inner join first_moment as f on e.feed = f.feed and e.visit = f.visit and e.moment = f.moment
    inner join visits as v on e.feed = v.feed and e.visit = v.visit
    -- A later page timed instead of the landing page would say that those who stayed long met less.
    where e.page is null or v.page is null or e.page = v.page
    group by e.feed, e.visit
)

select
    c.feed,
    c.visit,
    case when l.load_seconds > $slow_page_seconds then 1 when l.load_seconds is not null then 0 end as met
from chain_visits as c
inner join timing as t on c.feed = t.feed
left join first_load as l on c.feed = l.feed and c.visit = l.visit
