-- row: one visit that bought a product with a past of ten orders or more: whether the shop had been cancelling too many orders of it
-- parameters: $cancelled_by_shop_percent
-- tables: bought_orders, product_pasts
select
    b.feed,
    b.visit,
    case when p.cancelled_by_shop * 100 > p.cancellable * $cancelled_by_shop_percent then 1 else 0 end as met
from bought_orders as b
inner join product_pasts as p on b.product = p.product and b.day = p.day
where p.cancellable >= 10
