-- row: one product on one day: orders placed and not cancelled that hold it, their pieces and money; an order of two books counts once
-- parameters: none
-- tables: order_lines, order_rows
with keyed as (
    select
        feed,
        recency,
        coalesce(nullif(upperUTF8(replace(trim(order_id), '#', '')), ''), order_id) as order_key,
        product,
        quantity,
        cast(price * quantity - coalesce(discount, 0) as decimal(18, 2)) as money
    from order_lines
),

latest as (
    select
        order_key,
        feed,
        max(recency) as recency
    from keyed
    group by order_key, feed
),

books as (
    select
        order_key,
        min(feed) as feed
    from order_rows
    group by order_key
)

select
    o.day as day,
    k.product as product,
    count(distinct k.order_key) as orders,
    sum(k.quantity) as pieces,
    cast(sum(k.money) as decimal(18, 2)) as money
from keyed as k
inner join latest as l on k.order_key = l.order_key and k.feed = l.feed and k.recency = l.recency
inner join books as b on k.order_key = b.order_key and k.feed = b.feed
inner join order_rows as o on k.feed = o.feed and k.order_key = o.order_key
where o.cancelled = 0 and k.product is not null and o.day is not null
group by o.day, k.product
