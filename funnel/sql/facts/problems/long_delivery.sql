-- row: one visit that bought with a promised day of delivery: whether the promise was further away than the limit
-- parameters: $long_delivery_days
-- tables: bought_orders
select
    feed,
    visit,
    case when promised_at > moment + interval ($long_delivery_days) day then 1 else 0 end as met
from bought_orders
where promised_at is not null and moment is not null
