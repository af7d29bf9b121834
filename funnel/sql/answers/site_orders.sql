-- row: paid orders of the order book, each counted once; one row
-- parameters: $start, $end
-- tables: order_rows
with books as (
    select
        order_key,
        min(feed) as feed
    from order_rows
    group by order_key
)

select
    count(*) as orders,
    sum(o.total) as money
from order_rows as o
inner join books as b on o.order_key = b.order_key and o.feed = b.feed
where o.day between $start and $end and o.paid = 1
