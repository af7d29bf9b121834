-- row: one product one visit saw: when first, and whether the visit put it into the cart and bought it; visits of the day's leading feed only
-- parameters: none
-- tables: visit_events, chain_visits, product_carts, order_links, order_lines
with seen as (
    select
        feed,
        visit,
        product,
        min(moment) as moment
    from visit_events
    where event = 'view_item' and product is not null
    group by feed, visit, product
),

bought as (
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
)

select
    c.feed as feed,
    c.day as day,
    c.channel as channel,
    c.device as device,
    s.product as product,
    s.moment as moment,
    case when a.product is null then 0 else 1 end as added,
    case when a.product is null or b.product is null then 0 else 1 end as bought
from seen as s
inner join chain_visits as c on s.feed = c.feed and s.visit = c.visit
left join product_carts as a on s.feed = a.feed and s.visit = a.visit and s.product = a.product
left join bought as b on s.feed = b.feed and s.visit = b.visit and s.product = b.product
