-- row: one visit that bought: its orders as the traffic source and as the order book state them
-- parameters: none
-- tables: purchases, order_links
select
    p.feed,
    p.visit,
    sum(p.orders) as orders,
    sum(p.revenue) as revenue,
    sum(case when l.order_id is null then 0 else 1 end) as matched_orders,
    sum(coalesce(l.paid, 0)) as paid_orders,
    sum(l.paid_revenue) as paid_revenue,
    sum(coalesce(l.kept, 0)) as kept_orders,
    sum(l.kept_revenue) as kept_revenue
from purchases as p
left join order_links as l on p.feed = l.feed and p.visit = l.visit and p.order_id = l.order_id
group by p.feed, p.visit
