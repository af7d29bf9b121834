-- row: one product (its number in products) that anything was counted of in one week from Monday on: product_days summed, so that questions of many days read few rows; null without views
-- parameters: none
-- tables: product_days, products
select
    p.number as number,
    cast(date_trunc('week', d.day) as date) as week,
    cast(sum(d.visits) as integer) as visits,
    cast(sum(d.cart_visits) as integer) as cart_visits,
    cast(sum(d.out_visits) as integer) as out_visits,
    cast(sum(d.stocked_visits) as integer) as stocked_visits,
    cast(sum(d.stocked_cart_visits) as integer) as stocked_cart_visits
from product_days as d
inner join products as p on d.product = p.product
group by p.number, cast(date_trunc('week', d.day) as date)
order by number, week
