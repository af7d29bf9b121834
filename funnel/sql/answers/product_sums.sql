-- row: one product: what was counted of it in the period, and what the stock exports say of it at the period's end (null when stale)
-- parameters: $start, $end
-- tables: products, product_days, product_levels
with counted as (
    select
        product,
        sum(visits) as views,
        sum(cart_visits) as cart_views,
        sum(out_visits) as out_views,
        sum(stocked_visits) as stocked_views,
        sum(stocked_cart_visits) as stocked_cart_views,
        sum(dear_visits) as dear_views,
        sum(dear_cart_visits) as dear_cart_views,
        sum(fair_visits) as fair_views,
        sum(fair_cart_visits) as fair_cart_views,
        sum(carts) as carts,
        sum(left_carts) as left_carts,
        cast(sum(left_value) as decimal(18, 2)) as left_value,
        sum(orders) as orders,
        sum(pieces) as pieces,
        cast(sum(money) as decimal(18, 2)) as money
    from product_days
    where day between $start and $end
    group by product
)

select
    p.product,
    p.title,
    p.category,
    c.views,
    c.cart_views,
    c.out_views,
    c.stocked_views,
    c.stocked_cart_views,
    c.dear_views,
    c.dear_cart_views,
    c.fair_views,
    c.fair_cart_views,
    c.carts,
    c.left_carts,
    c.left_value,
    c.orders,
    c.pieces,
    c.money,
    l.available,
    l.price,
    l.competitor_price,
    l.cost,
    l.photos,
    l.description_length,
    l.rating,
    l.reviews
from products as p
left join counted as c on p.product = c.product
left join product_levels as l on p.product = l.product and $end between l.day and l.covers_to
where c.product is not null or l.product is not null
order by p.product
