-- row: one stretch of days on which a product was out of stock, within the window
-- parameters: $start, $end, $products
-- tables: product_levels
select
    product,
    greatest(day, $start) as first_day,
    least(covers_to, $end) as last_day
from product_levels
where day <= $end and covers_to >= $start and empty = 1 and product in (select unnest($products))
order by 1, 2
