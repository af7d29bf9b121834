-- row: cells that hold orders or money, the few of them, so that questions of money of categories read no others
-- parameters: none
-- tables: cells
select
    feed,
    day,
    channel,
    device,
    category,
    visitor,
    source,
    campaign,
    cast(sum(orders) as bigint) as orders,
    cast(sum(revenue) as decimal(18, 2)) as revenue,
    cast(sum(matched_orders) as bigint) as matched_orders,
    cast(sum(paid_orders) as bigint) as paid_orders,
    cast(sum(paid_revenue) as decimal(18, 2)) as paid_revenue,
    cast(sum(kept_orders) as bigint) as kept_orders,
    cast(sum(kept_revenue) as decimal(18, 2)) as kept_revenue
from cells
where orders > 0 or matched_orders > 0 or revenue is not null
group by feed, day, channel, device, category, visitor, source, campaign
