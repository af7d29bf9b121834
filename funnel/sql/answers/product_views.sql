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
        d.visits,
        d.cart_visits,
        d.out_visits,
        d.stocked_visits,
        d.stocked_cart_visits
    from product_days as d
    inner join products as p on d.product = p.product
    where d.day between $start and $end and (d.day < $whole_start or d.day > $whole_end)
) as held
group by number
