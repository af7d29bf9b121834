-- row: visits of one feed, day, path and segment, their categories together: cells summed, so that questions that tell none apart read few rows
-- parameters: none
-- tables: cells
select
    feed,
    day,
    channel,
    device,
    visitor,
    source,
    campaign,
    path,
    cast(sum(sessions) as bigint) as sessions,
    cast(sum(orders) as bigint) as orders,
    cast(sum(revenue) as decimal(18, 2)) as revenue,
    cast(sum(matched_orders) as bigint) as matched_orders,
    cast(sum(paid_orders) as bigint) as paid_orders,
    cast(sum(paid_revenue) as decimal(18, 2)) as paid_revenue,
    cast(sum(kept_orders) as bigint) as kept_orders,
    cast(sum(kept_revenue) as decimal(18, 2)) as kept_revenue,
    cast(sum(matched_sessions) as bigint) as matched_sessions,
    cast(sum(kept_sessions) as bigint) as kept_sessions
from cells
group by feed, day, channel, device, visitor, source, campaign, path
