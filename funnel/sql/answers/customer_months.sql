-- row: customers of the order book by the month of their first order and the month they ordered in: those who did, their orders and what they paid less refunds
-- parameters: $end
-- tables: order_rows
with books as (
    select
        order_key,
        min(feed) as feed
    from order_rows
    group by order_key
),

bought as (
    select
        o.customer_key,
        cast(date_trunc('month', o.day) as date) as ordered_in,
        o.total - o.refunded as left_over
    from order_rows as o
    inner join books as b on o.order_key = b.order_key and o.feed = b.feed
    where o.paid = 1 and o.cancelled = 0 and o.day <= $end
),

firsts as (
    select
        customer_key,
        min(ordered_in) as first_in
    from bought
    where customer_key is not null
    group by customer_key
)

select
    f.first_in,
    b.ordered_in,
    count(distinct b.customer_key) as customers,
    count(*) as orders,
    sum(b.left_over) as money
from bought as b
left join firsts as f on b.customer_key = f.customer_key
group by f.first_in, b.ordered_in
order by f.first_in, b.ordered_in
