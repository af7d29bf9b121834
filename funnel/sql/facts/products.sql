-- row: one product, numbered from 0 by name: its title and category as the stock exports last state them, else the category of its carts
-- parameters: none
-- tables: product_names, product_days, product_carts
with of_carts as (
    select
        product,
        min(category) as category
    from product_carts
    group by product
),

held as (
    select product
    from product_days
    union
    select product
    from product_names
)

select
    cast(row_number() over (order by h.product) - 1 as integer) as number,
    h.product as product,
    n.title as title,
    coalesce(n.category, c.category, 'not_stated') as category
from held as h
left join product_names as n on h.product = n.product
left join of_carts as c on h.product = c.product
