-- row: visits of the leading feed of one day by landing page and segment, with sums of their orders and money
-- parameters: none
-- tables: sessions, leading_feeds
select
    s.day as day,
    s.page as page,
    s.channel as channel,
    s.device as device,
    s.category as category,
    s.visitor as visitor,
    s.source as source,
    s.campaign as campaign,
    count(*) as visits,
    -- The first letter stands for the visit itself; every other is a product or a later step.
    cast(sum(
        case
            when s.path like '%v%' or s.path like '%a%' or s.path like '%c%' then 1
            when s.path like '%h%' or s.path like '%p%' or s.path like '%o%' then 1
            else 0
        end
    ) as bigint) as viewing,
    cast(sum(case when s.orders > 0 then 1 else 0 end) as bigint) as buying,
    cast(sum(s.orders) as bigint) as orders,
    cast(sum(s.revenue) as decimal(18, 2)) as revenue,
    sum(cast(s.revenue as decimal(18, 2)) * cast(s.revenue as decimal(18, 2))) as squared_revenue,
    cast(sum(s.matched_orders) as bigint) as matched_orders,
    cast(sum(s.kept_orders) as bigint) as kept_orders,
    cast(sum(s.kept_revenue) as decimal(18, 2)) as kept_revenue
from sessions as s
inner join leading_feeds as l on s.day = l.day and s.feed = l.feed
group by s.day, s.page, s.channel, s.device, s.category, s.visitor, s.source, s.campaign
