-- row: one arm of a split test: sums over its visitors (a visit without a visitor is its own unit) of visits, orders and money
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: sessions, leading_feeds
with units as (
    select
        s.variant,
        s.feed,
        s.visitor_key,
        case when s.visitor_key is null then s.visit end as visit,
        count(*) as visits,
        cast(sum(s.orders) as bigint) as orders,
        cast(coalesce(sum(s.revenue), 0) as decimal(18, 2)) as revenue
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
    group by 1, 2, 3, 4
)

select
    variant,
    count(*) as units,
    cast(sum(visits) as bigint) as visits,
    cast(sum(orders) as bigint) as orders,
    sum(case when orders > 0 then 1 else 0 end) as buyers,
    sum(revenue) as revenue,
    sum(case when visitor_key is null then 1 else 0 end) as nameless,
    sum(visits * visits) as visits_squared,
    sum(orders * orders) as orders_squared,
    sum(orders * visits) as orders_by_visits,
    sum(revenue * revenue) as revenue_squared,
    sum(revenue * cast(visits as decimal(18, 0))) as revenue_by_visits,
    sum(revenue * cast(orders as decimal(18, 0))) as revenue_by_orders
from units
group by variant
order by variant
