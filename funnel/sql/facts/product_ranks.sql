-- row: one product that was seen, and its place among the products seen most
-- parameters: none
-- tables: product_days
select
    product,
    row_number() over (order by sum(visits) desc, product) as place
from product_days
where visits is not null
group by product
