-- row: one order of an event export: how long after its visit began, and after the visitor's first visit of the 90 days before
-- parameters: none
-- tables: purchases, chain_visits, sessions, feeds
with bought as (
    select
        p.feed as feed,
        p.day as day,
        p.moment as moment,
        p.visit as visit,
        p.order_id as order_id,
        c.channel as channel,
        c.device as device,
        c.moment as began,
        c.visitor_key as visitor_key
    from purchases as p
    inner join chain_visits as c on p.feed = c.feed and p.visit = c.visit
    inner join feeds as f on p.feed = f.feed and f.grain = 1
)

select
    b.feed,
    b.day,
    b.channel,
    b.device,
    cast(unix_timestamp(b.moment) - unix_timestamp(b.began) as bigint) as visit_seconds,
    cast(unix_timestamp(b.moment) - unix_timestamp(min(s.moment)) as bigint) as first_seconds,
    case when b.visitor_key is null then null when min(s.moment) < b.began then 1 else 0 end as came_back
from bought as b
left join sessions as s
    on
        b.feed = s.feed
        and b.visitor_key = s.visitor_key
        and s.moment <= b.moment
        and s.moment >= b.moment - interval '90' day
group by b.feed, b.day, b.channel, b.device, b.moment, b.began, b.visit, b.order_id, b.visitor_key
