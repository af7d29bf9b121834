-- row: customers of the order book by the month of their first order and the month they ordered in: those who did, their orders and what they paid less refunds
-- parameters: $end
-- tables: customer_days
select
    first_in,
    cast(date_trunc('month', day) as date) as ordered_in,
    cast(sum(customers) as bigint) as customers,
    cast(sum(orders) as bigint) as orders,
    sum(money) as money
from customer_days
where day <= $end
group by 1, 2
order by 1, 2
