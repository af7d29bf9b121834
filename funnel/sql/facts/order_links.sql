-- row: one order of a traffic source found in the order book by its id (once, even if two books hold the id)
-- parameters: $kept_until
-- tables: purchases, order_rows
with books as (
    select
        order_key,
        min(feed) as feed
    from order_rows
    where order_key is not null
    group by order_key
)

select
    p.feed as feed,
    p.visit as visit,
    p.order_id as order_id,
    o.feed as book_feed,
    o.order_id as book_order_id,
    o.paid as paid,
    case when o.paid = 1 then o.total else 0 end as paid_revenue,
    case when o.paid = 1 and o.cancelled = 0 and o.returned = 0 and o.day <= $kept_until then 1 else 0 end as kept,
    case
        when o.paid = 1 and o.cancelled = 0 and o.returned = 0 and o.day <= $kept_until then o.total - o.refunded
        else 0
    end as kept_revenue
from purchases as p
inner join books as b on p.order_id = b.order_key
inner join order_rows as o on b.order_key = o.order_key and b.feed = o.feed
