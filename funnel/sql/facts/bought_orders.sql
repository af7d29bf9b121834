-- row: one visit whose first order is in the order book and old enough to judge
-- parameters: none
-- tables: chain_visits, purchases, order_links, order_rows
with numbered as (
    select
        c.feed as feed,
        c.visit as visit,
        o.feed as book_feed,
        o.order_key as order_key,
        o.day as day,
        o.moment as moment,
        o.cancelled_at as cancelled_at,
        o.delivered_at as delivered_at,
        o.promised_at as promised_at,
        o.product as product,
        o.customer_key as customer_key,
        row_number() over (partition by c.feed, c.visit order by p.moment, o.order_key) as place
    from chain_visits as c
    inner join purchases as p on c.feed = p.feed and c.visit = p.visit
    inner join order_links as l on p.feed = l.feed and p.visit = l.visit and p.order_id = l.order_id
    inner join order_rows as o on l.book_feed = o.feed and l.book_order_id = o.order_id
    where c.judged = 1
)

select
    feed,
    visit,
    book_feed,
    order_key,
    day,
    moment,
    cancelled_at,
    delivered_at,
    promised_at,
    product,
    customer_key
from numbered
where place = 1
