-- row: one visit that bought a product with a past of ten orders or more: whether too many had come back for their quality
-- parameters: $return_quality_percent
-- tables: bought_orders, product_pasts
select
    b.feed,
    b.visit,
    case when p.returned_for_quality * 100 > p.returnable * $return_quality_percent then 1 else 0 end as met
from bought_orders as b
inner join product_pasts as p on b.product = p.product and b.day = p.day
where p.returnable >= 10
