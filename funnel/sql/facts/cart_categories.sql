-- row: one product that was put into a cart on one day, and its category as the carts state it
-- parameters: none
-- tables: product_carts
select
    day,
    product,
    min(category) as category
from product_carts
group by day, product
