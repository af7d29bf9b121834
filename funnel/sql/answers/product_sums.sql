-- row: one product: what was counted of it in the period, and what the stock exports say of it at the period's end (null when stale)
-- parameters: $start, $end
-- tables: products, product_days, product_levels
with counted as (
    select
        product,
        cast(sum(visits) as bigint) as views,
        cast(sum(cart_visits) as bigint) as cart_views,
        cast(sum(out_visits) as bigint) as out_views,
        cast(sum(stocked_visits) as bigint) as stocked_views,
        cast(sum(stocked_cart_visits) as bigint) as stocked_cart_views,
        cast(sum(dear_visits) as bigint) as dear_views,
        cast(sum(dear_cart_visits) as bigint) as dear_cart_views,
        cast(sum(fair_visits) as bigint) as fair_views,
        cast(sum(fair_cart_visits) as bigint) as fair_cart_views,
        cast(sum(carts) as bigint) as carts,
        cast(sum(left_carts) as bigint) as left_carts,
        cast(sum(left_value) as decimal(18, 2)) as left_value,
        cast(sum(orders) as bigint) as orders,
        cast(sum(pieces) as bigint) as pieces,
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
