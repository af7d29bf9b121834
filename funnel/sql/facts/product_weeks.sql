-- row: one product (its number in products) in one week from Monday on: product_days summed, so that questions of many days read few rows
-- parameters: none
-- tables: product_days, products
select
    p.number as number,
    cast(date_trunc('week', d.day) as date) as week,
    cast(sum(d.visits) as integer) as visits,
    cast(sum(d.cart_visits) as integer) as cart_visits,
    cast(sum(d.out_visits) as integer) as out_visits,
    cast(sum(d.stocked_visits) as integer) as stocked_visits,
    cast(sum(d.stocked_cart_visits) as integer) as stocked_cart_visits,
    cast(sum(d.dear_visits) as integer) as dear_visits,
    cast(sum(d.dear_cart_visits) as integer) as dear_cart_visits,
    cast(sum(d.fair_visits) as integer) as fair_visits,
    cast(sum(d.fair_cart_visits) as integer) as fair_cart_visits,
    cast(sum(d.carts) as integer) as carts,
    cast(sum(d.left_carts) as integer) as left_carts,
    cast(sum(d.left_value) as decimal(18, 2)) as left_value,
    cast(sum(d.pieces) as integer) as pieces
from product_days as d
inner join products as p on d.product = p.product
group by p.number, cast(date_trunc('week', d.day) as date)
