-- row: visits of one feed, day, segment and path, with sums of their orders and money
-- parameters: none
-- tables: sessions
select
    feed,
    day,
    channel,
    device,
    category,
    visitor,
    source,
    campaign,
    path,
    count(*) as sessions,
    sum(orders) as orders,
    sum(revenue) as revenue,
    sum(matched_orders) as matched_orders,
    sum(paid_orders) as paid_orders,
    sum(paid_revenue) as paid_revenue,
    sum(kept_orders) as kept_orders,
    sum(kept_revenue) as kept_revenue,
    sum(case when matched_orders > 0 then 1 else 0 end) as matched_sessions,
    sum(case when kept_orders > 0 then 1 else 0 end) as kept_sessions
from sessions
group by feed, day, channel, device, category, visitor, source, campaign, path
order by day
