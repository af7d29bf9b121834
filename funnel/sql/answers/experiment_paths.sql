-- row: visits of one path in one arm of a split test
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: sessions, leading_feeds
select
    s.feed,
    s.variant,
    s.path,
    count(*) as visits
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
group by s.feed, s.variant, s.path
order by s.feed, s.variant, s.path
