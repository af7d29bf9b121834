-- row: one arm of a split test on one day
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: sessions, leading_feeds
select
    s.variant,
    s.day,
    count(*) as visits,
    sum(s.orders) as orders,
    sum(s.revenue) as revenue
from sessions as s
inner join leading_feeds as l on s.day = l.day
where
    s.feed = l.feed
    and s.day between $start and $end
    and s.variant is not null
    and ($channels is null or list_contains($channels, s.channel))
    and ($devices is null or list_contains($devices, s.device))
    and ($categories is null or list_contains($categories, s.category))
    and ($visitors is null or list_contains($visitors, s.visitor))
    and ($campaigns is null or list_contains($campaigns, s.campaign))
    and ($sources is null or list_contains($sources, s.source))
group by s.variant, s.day
order by s.variant, s.day
