-- row: one product (its number in products) put into a cart or ordered in one week from Monday on: product_days summed, so that questions of many days read few rows
-- parameters: none
-- tables: product_days, products
select
    p.number as number,
    cast(date_trunc('week', d.day) as date) as week,
    cast(sum(d.carts) as integer) as carts,
    cast(sum(d.left_carts) as integer) as left_carts,
    cast(sum(d.left_value) as decimal(18, 2)) as left_value,
    cast(sum(d.pieces) as integer) as pieces
from product_days as d
inner join products as p on d.product = p.product
where d.carts is not null or d.pieces is not null
group by p.number, cast(date_trunc('week', d.day) as date)
order by number, week
