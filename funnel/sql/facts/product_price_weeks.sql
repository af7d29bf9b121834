-- row: one product (its number in products) seen while its price and the competitor’s were known in one week from Monday on: product_days summed, so that questions of many days read few rows
-- parameters: none
-- tables: product_days, products
select
    p.number as number,
    cast(date_trunc('week', d.day) as date) as week,
    cast(sum(d.dear_visits) as integer) as dear_visits,
    cast(sum(d.dear_cart_visits) as integer) as dear_cart_visits,
    cast(sum(d.fair_visits) as integer) as fair_visits,
    cast(sum(d.fair_cart_visits) as integer) as fair_cart_visits
from product_days as d
inner join products as p on d.product = p.product
where d.dear_visits + d.fair_visits > 0
group by p.number, cast(date_trunc('week', d.day) as date)
order by number, week
