-- row: one visit that bought: whether its orders are old enough to judge, whether one was kept, what was paid and what is left so far
-- parameters: $kept_until
-- tables: purchases, order_links, order_rows
select
    p.feed as feed,
    p.visit as visit,
    case when max(o.day) <= $kept_until then 1 else 0 end as judged,
    max(
        case
            when l.order_id is null then 1
            when o.paid = 1 and o.cancelled = 0 and o.returned = 0 then 1
            else 0
        end
    ) as kept,
    sum(
        case
            when l.order_id is null then p.revenue
            when o.paid = 1 then o.total
            else 0
        end
    ) as paid_value,
    sum(
        case
            when l.order_id is null then p.revenue
            when o.paid = 1 and o.cancelled = 0 and o.returned = 0 then o.total - o.refunded
            else 0
        end
    ) as value
from purchases as p
left join order_links as l on p.feed = l.feed and p.visit = l.visit and p.order_id = l.order_id
left join order_rows as o on l.book_feed = o.feed and l.book_order_id = o.order_id
group by p.feed, p.visit
