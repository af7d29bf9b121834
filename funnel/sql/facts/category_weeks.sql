-- row: visits of the leading feed in one week from Monday on, of days old enough to know what was kept or of younger ones (ripe), of one segment and path: cells summed, so that questions of categories over many days read few rows
-- parameters: $kept_until
-- tables: cells, leading_feeds
select
    c.feed as feed,
    cast(date_trunc('week', c.day) as date) as week,
    case when c.day <= $kept_until then 1 else 0 end as ripe,
    c.channel as channel,
    c.device as device,
    c.category as category,
    c.visitor as visitor,
    c.source as source,
    c.campaign as campaign,
    c.path as path,
    cast(sum(c.sessions) as integer) as sessions,
    cast(sum(c.matched_sessions) as integer) as matched_sessions,
    cast(sum(c.kept_sessions) as integer) as kept_sessions
from cells as c
inner join leading_feeds as l on c.day = l.day and c.feed = l.feed
group by
    c.feed, cast(date_trunc('week', c.day) as date), case when c.day <= $kept_until then 1 else 0 end, c.channel,
    c.device, c.category, c.visitor, c.source, c.campaign, c.path
order by category
