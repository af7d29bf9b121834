-- row: visits that saw one product (the 300 seen most) on one day, channel and device: those that put the same product into the cart, and bought it
-- parameters: none
-- tables: product_views
with seen as (
    select
        product,
        row_number() over (order by count(*) desc, product) as place
    from product_views
    group by product
),

most_seen as (
    select product
    from seen
    where place <= 300
)

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
left join most_seen as p on v.product = p.product
group by 1, 2, 3, 4, 5
