-- row: visits that saw one product (the 300 seen most) on one day, channel and device: those that put the same product into the cart, and bought it
-- parameters: none
-- tables: product_views, product_carts, visit_events, order_links, order_lines, chain_visits
with bought as (
    select
        feed,
        visit,
        product
    from visit_events
    where event = 'purchase' and product is not null
    union
    select
        l.feed,
        l.visit,
        o.product as product
    from order_links as l
    inner join order_lines as o on l.book_feed = o.feed and l.book_order_id = o.order_id
    where o.product is not null
),

seen as (
    select
        product,
        row_number() over (order by count(*) desc, product) as place
    from product_views
    group by product
)

select
    c.feed as feed,
    c.day as day,
    c.channel as channel,
    c.device as device,
    case when p.place <= 300 then v.product else 'other' end as product,
    count(*) as viewed,
    count(a.product) as added,
    sum(case when a.product is not null and b.product is not null then 1 else 0 end) as bought
from product_views as v
inner join chain_visits as c on v.feed = c.feed and v.visit = c.visit
inner join seen as p on v.product = p.product
left join product_carts as a on v.feed = a.feed and v.visit = a.visit and v.product = a.product
left join bought as b on v.feed = b.feed and v.visit = b.visit and v.product = b.product
group by 1, 2, 3, 4, 5
