-- row: one product (its number in answers/products) seen on any of the days while its price and the competitor’s were known: its views while dearer and while not; null where nothing of the kind is held
-- parameters: $start, $end, $whole_start, $whole_end (the days of them that are whole weeks from Monday to Sunday)
-- tables: product_price_weeks, product_days, products
select
    number,
    cast(sum(dear_visits) as bigint) as dear_views,
    cast(sum(dear_cart_visits) as bigint) as dear_cart_views,
    cast(sum(fair_visits) as bigint) as fair_views,
    cast(sum(fair_cart_visits) as bigint) as fair_cart_views
from (
    select
        number,
        dear_visits,
        dear_cart_visits,
        fair_visits,
        fair_cart_visits
    from product_price_weeks
    where week between $whole_start and $whole_end
    union all
    select
        p.number,
        e.dear_visits,
        e.dear_cart_visits,
        e.fair_visits,
        e.fair_cart_visits
    from (
        select
            d.product,
            cast(sum(d.dear_visits) as integer) as dear_visits,
            cast(sum(d.dear_cart_visits) as integer) as dear_cart_visits,
            cast(sum(d.fair_visits) as integer) as fair_visits,
            cast(sum(d.fair_cart_visits) as integer) as fair_cart_visits
        from product_days as d
        where d.day between $start and $end and (d.day < $whole_start or d.day > $whole_end)
            and d.dear_visits + d.fair_visits > 0
        group by d.product
    ) as e
    inner join products as p on e.product = p.product
) as held
group by number
