-- row: one visit that bought with a promised day of delivery: whether the parcel came after it; null when its arrival is not known
-- parameters: none
-- tables: bought_orders
select
    feed,
    visit,
    case
        when delivered_at > promised_at then 1
        when delivered_at <= promised_at then 0
        when cancelled_at > promised_at then 1
        when cancelled_at <= promised_at then 0
    end as met
from bought_orders
where promised_at is not null
