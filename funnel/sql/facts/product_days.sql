-- row: one product on one day it was seen, put into a cart or ordered; counts of visits are of the day's leading feed, null where nothing of the kind is held
-- parameters: none
-- tables: product_views_levels, product_carts, product_sales
with parts as (
    select
        v.day,
        v.product,
        cast(count(*) as bigint) as visits,
        cast(sum(v.added) as bigint) as cart_visits,
        cast(sum(case when v.in_stock = 0 then 1 else 0 end) as bigint) as out_visits,
        cast(sum(case when v.in_stock = 1 then 1 else 0 end) as bigint) as stocked_visits,
        cast(sum(case when v.in_stock = 1 and v.added = 1 then 1 else 0 end) as bigint) as stocked_cart_visits,
        cast(sum(case when v.dear = 1 then 1 else 0 end) as bigint) as dear_visits,
        cast(sum(case when v.dear = 1 and v.added = 1 then 1 else 0 end) as bigint) as dear_cart_visits,
        cast(sum(case when v.dear = 0 then 1 else 0 end) as bigint) as fair_visits,
        cast(sum(case when v.dear = 0 and v.added = 1 then 1 else 0 end) as bigint) as fair_cart_visits,
        cast(null as bigint) as carts,
        cast(null as bigint) as left_carts,
        cast(null as decimal(18, 2)) as left_value,
        cast(null as bigint) as orders,
        cast(null as bigint) as pieces,
        cast(null as decimal(18, 2)) as money
    from product_views_levels as v
    group by v.day, v.product
    union all
    select
        day, product,
        null, null, null, null, null, null, null, null, null,
        cast(count(*) as bigint),
        cast(sum(case when furthest < 5 then 1 else 0 end) as bigint),
        sum(case when furthest < 5 then value end),
        null, null, null
    from product_carts
    group by day, product
    union all
    select
        day, product,
        null, null, null, null, null, null, null, null, null,
        null, null, null,
        cast(orders as bigint), cast(pieces as bigint), money
    from product_sales
)

select
    day,
    product,
    sum(visits) as visits,
    sum(cart_visits) as cart_visits,
    sum(out_visits) as out_visits,
    sum(stocked_visits) as stocked_visits,
    sum(stocked_cart_visits) as stocked_cart_visits,
    sum(dear_visits) as dear_visits,
    sum(dear_cart_visits) as dear_cart_visits,
    sum(fair_visits) as fair_visits,
    sum(fair_cart_visits) as fair_cart_visits,
    sum(carts) as carts,
    sum(left_carts) as left_carts,
    cast(sum(left_value) as decimal(18, 2)) as left_value,
    sum(orders) as orders,
    sum(pieces) as pieces,
    cast(sum(money) as decimal(18, 2)) as money
from parts
group by day, product
