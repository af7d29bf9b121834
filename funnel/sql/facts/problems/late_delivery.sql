-- row: one visit that bought with a promised day of delivery and had not given up before it: whether the parcel came after it; null when its arrival is not known
-- parameters: none
-- tables: bought_orders
select
    feed,
    visit,
    case
        when delivered_at > promised_at then 1
        when delivered_at <= promised_at then 0
        when cancelled_at > promised_at then 1
    end as met
from bought_orders
where
    promised_at is not null
    -- Whoever gave up before the promised moment could not be kept waiting beyond it.
    and (delivered_at is not null or cancelled_at is null or cancelled_at > promised_at)
