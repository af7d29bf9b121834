-- row: visits of one day and segment, and what their orders left so far: not cancelled, not returned, refunds taken off
-- parameters: none
-- tables: chain_visits
select
    feed,
    day,
    channel,
    device,
    category,
    visitor,
    count(*) as visits,
    sum(case when furthest >= 5 then 1 else 0 end) as paid,
    sum(kept) as kept,
    cast(sum(paid_value) as decimal(18, 2)) as paid_value,
    cast(sum(cast(paid_value as decimal(18, 2)) * cast(paid_value as decimal(18, 2))) as decimal(38, 4)) as paid_squares,
    cast(sum(value) as decimal(18, 2)) as value,
    cast(sum(cast(value as decimal(18, 2)) * cast(value as decimal(18, 2))) as decimal(38, 4)) as squares
from chain_visits
group by feed, day, channel, device, category, visitor
