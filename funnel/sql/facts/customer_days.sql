-- row: orders of one day by customers whose first order was in one month (null: nobody is named): those of them who had not ordered in the month before that day, their orders and what they paid less refunds
-- parameters: none
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
        o.day,
        cast(date_trunc('month', o.day) as date) as ordered_in,
        o.total - o.refunded as left_over
    from order_rows as o
    inner join books as b on o.order_key = b.order_key and o.feed = b.feed
    where o.paid = 1 and o.cancelled = 0 and o.day is not null
),

months as (
    select
        customer_key,
        ordered_in,
        min(day) as day
    from bought
    where customer_key is not null
    group by customer_key, ordered_in
),

firsts as (
    select
        customer_key,
        min(ordered_in) as first_in
    from months
    group by customer_key
)

select
    first_in,
    day,
    cast(sum(customers) as bigint) as customers,
    cast(sum(orders) as bigint) as orders,
    cast(sum(left_over) as decimal(18, 2)) as money
from (
    select
        f.first_in as first_in,
        m.day as day,
        1 as customers,
        0 as orders,
        cast(null as decimal(18, 2)) as left_over
    from months as m
    inner join firsts as f on m.customer_key = f.customer_key
    union all
    select
        f.first_in as first_in,
        b.day as day,
        0 as customers,
        1 as orders,
        cast(b.left_over as decimal(18, 2)) as left_over
    from bought as b
    left join firsts as f on b.customer_key = f.customer_key
) as both_sides
group by first_in, day
