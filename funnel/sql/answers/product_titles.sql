-- row: one product and its name
-- parameters: none
-- tables: product_names
select
    product,
    title
from product_names
where title is not null
order by 1
