-- row: one day: orders placed and not cancelled, their lines at price, what was asked for them without delivery, those asked for less, and those asked for more (tax on top)
-- parameters: none
-- tables: order_lines, order_rows
with lines as (
    select
        feed,
        order_id,
        recency,
        price,
        quantity,
        discount,
        order_total,
        shipping,
        max(recency) over (partition by feed, order_id) as latest
    from order_lines
),

books as (
    select
        day,
        order_key,
        feed,
        order_id,
        cancelled,
        min(feed) over (partition by order_key) as book
    from order_rows
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
    from lines as k
    inner join books as o on k.feed = o.feed and k.order_id = o.order_id
    where k.recency = k.latest and o.feed = o.book and o.cancelled = 0 and o.day is not null
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
