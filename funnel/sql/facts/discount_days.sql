-- row: one day: orders placed and not cancelled, their lines at price, what was asked for them without delivery, those asked for less, and those asked for more (tax on top)
-- parameters: none
-- tables: order_lines, order_rows
with latest as (
    select
        feed,
        order_id,
        max(recency) as recency
    from order_lines
    group by feed, order_id
),

books as (
    select
        order_key,
        min(feed) as feed
    from order_rows
    group by order_key
),

asked as (
    select
        o.day as day,
        o.order_key as order_key,
        cast(sum(k.price * k.quantity) as decimal(18, 2)) as full_money,
        cast(
            coalesce(
                max(k.order_total) - coalesce(max(k.shipping), 0),
                sum(k.price * k.quantity - coalesce(k.discount, 0))
            ) as decimal(18, 2)
        ) as money,
        sum(case when k.price is null or k.quantity is null then 1 else 0 end) as unpriced,
        count(k.order_total) + count(k.discount) as stated
    -- An order's row carries its id as the latest export spells it; the same order spelt otherwise is older.
    from order_lines as k
    inner join latest as l on k.order_id = l.order_id and k.feed = l.feed and k.recency = l.recency
    inner join order_rows as o on k.feed = o.feed and k.order_id = o.order_id
    inner join books as b on o.order_key = b.order_key and o.feed = b.feed
    where o.cancelled = 0 and o.day is not null
    group by o.day, o.order_key
)

select
    day,
    count(*) as orders,
    sum(case when unpriced > 0 or stated = 0 then 1 else 0 end) as unpriced_orders,
    sum(case when unpriced = 0 and stated > 0 and money < full_money then 1 else 0 end) as discounted_orders,
    sum(case when unpriced = 0 and stated > 0 and money > full_money then 1 else 0 end) as dearer_orders,
    cast(sum(case when unpriced = 0 and stated > 0 then full_money else 0 end) as decimal(18, 2)) as full_money,
    cast(sum(case when unpriced = 0 and stated > 0 then money else 0 end) as decimal(18, 2)) as money
from asked
group by day
