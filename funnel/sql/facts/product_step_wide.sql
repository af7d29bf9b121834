-- row: visits that saw one product (one of wide_products, or any other) on one day, channel and device: those that put the same product into the cart, and bought it
-- parameters: none
-- tables: product_views, wide_products
select
    v.feed as feed,
    v.day as day,
    v.channel as channel,
    v.device as device,
    case when p.product is null then 'other' else v.product end as product,
    count(*) as viewed,
    cast(sum(v.added) as bigint) as added,
    sum(v.bought) as bought
from product_views as v
left join wide_products as p on v.product = p.product
group by 1, 2, 3, 4, 5
