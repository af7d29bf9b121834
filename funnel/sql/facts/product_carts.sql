-- row: one visit and one product it put into the cart, its dearest single adding; visits of the day's leading feed only
-- parameters: none
-- tables: visit_events, chain_visits
select
    e.feed,
    e.visit,
    e.product,
    max(c.day) as day,
    max(c.furthest) as furthest,
    min(e.category) as category,
    max(cast(e.price * coalesce(e.quantity, 1) as decimal(18, 2))) as value
from visit_events as e
inner join chain_visits as c on e.feed = c.feed and e.visit = c.visit
where e.event = 'add_to_cart' and e.product is not null
group by e.feed, e.visit, e.product
