-- row: one of the $most dearest orders of a split test, with what its visitor did in that arm
-- parameters: $start, $end, $most, lists of codes allowed (null: all)
-- tables: sessions, leading_feeds, purchases
with visits as (
    select
        s.variant,
        s.feed,
        s.visit,
        s.visitor_key,
        s.orders,
        s.revenue
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
),

units as (
    select
        variant,
        feed,
        visitor_key,
        case when visitor_key is null then visit end as visit,
        count(*) as visits,
        sum(orders) as orders,
        sum(revenue) as revenue
    from visits
    group by 1, 2, 3, 4
)

select
    v.variant,
    p.revenue as value,
    u.visits,
    u.orders,
    u.revenue,
    coalesce(v.visitor_key, v.visit) as unit
from visits as v
inner join purchases as p on v.feed = p.feed and v.visit = p.visit
inner join units as u
    on
        v.variant = u.variant
        and v.feed = u.feed
        and ((v.visitor_key is null and u.visit = v.visit) or v.visitor_key = u.visitor_key)
where p.revenue is not null and p.orders = 1
order by p.revenue desc, unit, p.order_id, v.variant
limit $most
