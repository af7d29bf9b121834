-- row: visits that saw one product (the 300 seen most) on one day, channel and device: those that put the same product into the cart, and bought it
-- parameters: none
-- tables: product_step_wide, product_ranks
select
    w.feed as feed,
    w.day as day,
    w.channel as channel,
    w.device as device,
    case when p.place <= 300 then w.product else 'other' end as product,
    cast(sum(w.viewed) as bigint) as viewed,
    cast(sum(w.added) as bigint) as added,
    sum(w.bought) as bought
from product_step_wide as w
left join product_ranks as p on w.product = p.product
group by 1, 2, 3, 4, 5
