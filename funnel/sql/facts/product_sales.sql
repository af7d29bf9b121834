-- row: one product on one day: orders placed and not cancelled that hold it, their pieces, money, and how many of them had a discount; an order of two books counts once
-- parameters: none
-- tables: order_lines, order_rows
with keyed as (
    select
        feed,
        recency,
        coalesce(nullif(upper(replace(trim(order_id), '#', '')), ''), order_id) as order_key,
        product,
        quantity,
        cast(price * quantity - coalesce(discount, 0) as decimal(18, 2)) as money,
        coalesce(discount, 0) as discount,
        shipping
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
),

stated as (
    select
        k.*,
        sum(k.money) over (partition by k.order_key) as lines_money,
        max(k.shipping) over (partition by k.order_key) as order_shipping
    from keyed as k
    inner join latest as l on k.order_key = l.order_key and k.feed = l.feed and k.recency = l.recency
    inner join books as b on k.order_key = b.order_key and k.feed = b.feed
),

priced as (
    select
        o.day,
        s.product,
        s.order_key,
        s.quantity,
        s.money,
        o.returned,
        -- What is taken off the whole order stands on no line: less was asked for than its lines and delivery add up to.
        case when s.discount > 0 or o.total < s.lines_money + coalesce(s.order_shipping, 0) then 1 else 0 end as reduced
    from stated as s
    inner join order_rows as o on s.feed = o.feed and s.order_key = o.order_key
    where o.cancelled = 0 and s.product is not null and o.day is not null
)

select
    day,
    product,
    count(distinct order_key) as orders,
    sum(quantity) as pieces,
    cast(sum(money) as decimal(18, 2)) as money,
    count(distinct case when reduced = 1 then order_key end) as discounted_orders,
    sum(case when returned = 1 then quantity else 0 end) as returned_pieces
from priced
group by day, product
