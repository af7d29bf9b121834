-- row: one product on one day of the window on which it was ordered
-- parameters: $start, $end, $products
-- tables: product_days
select
    product,
    day,
    pieces
from product_days
where day between $start and $end and pieces > 0 and product in (select unnest($products))
order by 1, 2
