-- row: visitors seen in more than one arm of a split test, those who ordered in any, and visits of the test without a visitor; one row
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: sessions, leading_feeds
with units as (
    select
        s.feed,
        s.visitor_key,
        count(distinct s.variant) as arms,
        sum(s.orders) as orders
    from sessions as s
    inner join leading_feeds as l on s.day = l.day
    where
        s.visitor_key is not null
        and s.feed = l.feed
        and s.day between $start and $end
        and s.variant is not null
        and ($channels is null or list_contains($channels, s.channel))
        and ($devices is null or list_contains($devices, s.device))
        and ($categories is null or list_contains($categories, s.category))
        and ($visitors is null or list_contains($visitors, s.visitor))
        and ($campaigns is null or list_contains($campaigns, s.campaign))
        and ($sources is null or list_contains($sources, s.source))
    group by s.feed, s.visitor_key
)

select
    count(*) as visitors,
    coalesce(sum(case when arms > 1 then 1 else 0 end), 0) as visitors_in_both,
    coalesce(sum(case when arms > 1 and orders > 0 then 1 else 0 end), 0) as buyers_in_both
from units
