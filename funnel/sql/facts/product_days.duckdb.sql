-- row: one product on one day it was seen, put into a cart or ordered; counts of visits are of the day's leading feed, null where nothing of the kind is held
-- parameters: none
-- tables: product_views_levels, product_carts, product_sales
with of_views as (
    select
        v.day,
        v.product,
        count(*) as visits,
        count(case when v.added = 1 then 1 end) as cart_visits,
        count(case when v.in_stock = 0 then 1 end) as out_visits,
        count(case when v.in_stock = 1 then 1 end) as stocked_visits,
        count(case when v.in_stock = 1 and v.added = 1 then 1 end) as stocked_cart_visits,
        count(case when v.dear = 1 then 1 end) as dear_visits,
        count(case when v.dear = 1 and v.added = 1 then 1 end) as dear_cart_visits,
        count(case when v.dear = 0 then 1 end) as fair_visits,
        count(case when v.dear = 0 and v.added = 1 then 1 end) as fair_cart_visits
    from product_views_levels as v
    group by v.day, v.product
),

of_carts as (
    select
        day,
        product,
        count(*) as carts,
        count(case when furthest < 5 then 1 end) as left_carts,
        cast(sum(case when furthest < 5 then value end) as decimal(18, 2)) as left_value
    from product_carts
    group by day, product
)

select
    day,
    product,
    v.visits,
    v.cart_visits,
    v.out_visits,
    v.stocked_visits,
    v.stocked_cart_visits,
    v.dear_visits,
    v.dear_cart_visits,
    v.fair_visits,
    v.fair_cart_visits,
    c.carts,
    c.left_carts,
    c.left_value,
    s.orders,
    cast(s.pieces as bigint) as pieces,
    s.money
from of_views as v
full join of_carts as c using (day, product)
full join product_sales as s using (day, product)
