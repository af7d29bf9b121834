-- row: orders of the days, what their lines cost at price, what was asked for them, and how many were asked for less or for more
-- parameters: $start, $end
-- tables: discount_days
select
    min(day) as first_day,
    sum(orders) as orders,
    sum(unpriced_orders) as unpriced_orders,
    sum(discounted_orders) as discounted_orders,
    sum(dearer_orders) as dearer_orders,
    sum(full_money) as full_money,
    sum(money) as money
from discount_days
where day between $start and $end
