-- row: one visit of a feed that times its pages: whether the landing page was slow, null when that page was not timed
-- parameters: $slow_page_seconds
-- tables: chain_visits, first_loads
with timing as (
    select distinct feed
    from first_loads
)

select
    c.feed as feed,
    c.visit as visit,
    case
        -- A later page timed instead of the landing page would say that those who stayed long met less.
        when l.page <> c.page then null
        when l.load_seconds > $slow_page_seconds then 1
        when l.load_seconds is not null then 0
    end as met
from chain_visits as c
inner join timing as t on c.feed = t.feed
left join first_loads as l on c.feed = l.feed and c.visit = l.visit
