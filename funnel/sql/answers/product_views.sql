-- row: one product (its number in answers/products) counted on any of the days: its views by visits, and those in and out of stock; null where nothing of the kind is held
-- parameters: $start, $end, $whole_start, $whole_end (the days of them that are whole weeks from Monday to Sunday)
-- tables: product_weeks, product_days, products
select
    number,
    cast(sum(visits) as bigint) as views,
    cast(sum(cart_visits) as bigint) as cart_views,
    cast(sum(out_visits) as bigint) as out_views,
    cast(sum(stocked_visits) as bigint) as stocked_views,
    cast(sum(stocked_cart_visits) as bigint) as stocked_cart_views
from (
    select
        number,
        visits,
        cart_visits,
        out_visits,
        stocked_visits,
        stocked_cart_visits
    from product_weeks
    where week between $whole_start and $whole_end
    union all
    select
        p.number,
        e.visits,
        e.cart_visits,
        e.out_visits,
        e.stocked_visits,
        e.stocked_cart_visits
    from (
        select
            d.product,
            cast(sum(d.visits) as integer) as visits,
            cast(sum(d.cart_visits) as integer) as cart_visits,
            cast(sum(d.out_visits) as integer) as out_visits,
            cast(sum(d.stocked_visits) as integer) as stocked_visits,
            cast(sum(d.stocked_cart_visits) as integer) as stocked_cart_visits
        from product_days as d
        where d.day between $start and $end and (d.day < $whole_start or d.day > $whole_end)
        group by d.product
    ) as e
    inner join products as p on e.product = p.product
) as held
group by number
