-- row: visits of one landing page, channel, campaign and device, of the leading feed of each day; pages beyond the $most most visited are “other”
-- parameters: $start, $end, $most, $kept_until, lists of codes allowed (null: all)
-- tables: sessions, leading_feeds
with asked as (
    select
        s.*,
        case when s.day <= $kept_until then 1 else 0 end as judged,
        coalesce(s.page, 'not_stated') as landing
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
),

visited as (
    select
        landing,
        count(*) as visits
    from asked
    group by landing
),

ranked as (
    select
        landing,
        row_number() over (order by visits desc, landing) as place
    from visited
)

select
    case when r.place <= $most or a.landing = 'not_stated' then a.landing else 'other' end as landing,
    a.channel,
    a.campaign,
    a.device,
    count(*) as visits,
    -- The first letter stands for the visit itself; every other is a product or a later step.
    sum(
        case
            when a.path like '%v%' or a.path like '%a%' or a.path like '%c%' then 1
            when a.path like '%h%' or a.path like '%p%' or a.path like '%o%' then 1
            else 0
        end
    ) as viewing,
    sum(case when a.orders > 0 then 1 else 0 end) as buying,
    sum(a.orders) as orders,
    sum(a.revenue) as revenue,
    sum(cast(a.revenue as double) * cast(a.revenue as double)) as squared_revenue,
    sum(case when a.judged = 1 then a.matched_orders end) as judged_orders,
    sum(case when a.judged = 1 then a.kept_orders end) as kept_orders,
    sum(case when a.judged = 1 then a.kept_revenue end) as kept_revenue
from asked as a
inner join ranked as r on a.landing = r.landing
group by 1, 2, 3, 4
order by 1, 2, 3, 4
