-- row: visits of one landing page, channel, campaign and device, of the leading feed of each day; pages beyond the $most most visited are “other”
-- parameters: $start, $end, $most, $kept_until, lists of codes allowed (null: all)
-- tables: sessions, leading_feeds
with landed as (
    select
        coalesce(s.page, 'not_stated') as landing,
        s.channel,
        s.campaign,
        s.device,
        count(*) as visits,
        -- The first letter stands for the visit itself; every other is a product or a later step.
        sum(
            case
                when s.path like '%v%' or s.path like '%a%' or s.path like '%c%' then 1
                when s.path like '%h%' or s.path like '%p%' or s.path like '%o%' then 1
                else 0
            end
        ) as viewing,
        sum(case when s.orders > 0 then 1 else 0 end) as buying,
        sum(s.orders) as orders,
        sum(s.revenue) as revenue,
        sum(cast(s.revenue as decimal(18, 2)) * cast(s.revenue as decimal(18, 2))) as squared_revenue,
        sum(case when s.day <= $kept_until then s.matched_orders end) as judged_orders,
        sum(case when s.day <= $kept_until then s.kept_orders end) as kept_orders,
        sum(case when s.day <= $kept_until then s.kept_revenue end) as kept_revenue
    from sessions as s
    inner join leading_feeds as l on s.day = l.day and s.feed = l.feed
    where
        s.day between $start and $end
        and ($channels is null or list_contains($channels, s.channel))
        and ($devices is null or list_contains($devices, s.device))
        and ($categories is null or list_contains($categories, s.category))
        and ($visitors is null or list_contains($visitors, s.visitor))
        and ($campaigns is null or list_contains($campaigns, s.campaign))
        and ($sources is null or list_contains($sources, s.source))
    group by 1, 2, 3, 4
),

ranked as (
    select
        landing,
        row_number() over (order by sum(visits) desc, landing) as place
    from landed
    group by landing
)

select
    case when r.place <= $most or d.landing = 'not_stated' then d.landing else 'other' end as landing,
    d.channel,
    d.campaign,
    d.device,
    cast(sum(d.visits) as bigint) as visits,
    sum(d.viewing) as viewing,
    sum(d.buying) as buying,
    sum(d.orders) as orders,
    sum(d.revenue) as revenue,
    sum(d.squared_revenue) as squared_revenue,
    sum(d.judged_orders) as judged_orders,
    sum(d.kept_orders) as kept_orders,
    sum(d.kept_revenue) as kept_revenue
from landed as d
inner join ranked as r on d.landing = r.landing
group by 1, 2, 3, 4
order by 1, 2, 3, 4
