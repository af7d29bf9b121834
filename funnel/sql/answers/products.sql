-- row: one product: its number is its place, from 0
-- parameters: none
-- tables: products
select
    product,
    title,
    category
from products
order by number
