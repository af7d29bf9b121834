-- row: one product (its number in answers/products) put into a cart or ordered on any of the days: its carts, those left, and what lay in them in hundredths; null where nothing of the kind is held
-- parameters: $start, $end, $whole_start, $whole_end (the days of them that are whole weeks from Monday to Sunday)
-- tables: product_cart_weeks, product_days, products
select
    number,
    cast(sum(carts) as bigint) as carts,
    cast(sum(left_carts) as bigint) as left_carts,
    cast(sum(left_value) * 100 as bigint) as left_value_hundredths
from (
    select
        number,
        carts,
        left_carts,
        left_value
    from product_cart_weeks
    where week between $whole_start and $whole_end
    union all
    select
        p.number,
        e.carts,
        e.left_carts,
        e.left_value
    from (
        select
            d.product,
            cast(sum(d.carts) as integer) as carts,
            cast(sum(d.left_carts) as integer) as left_carts,
            cast(sum(d.left_value) as decimal(18, 2)) as left_value
        from product_days as d
        where d.day between $start and $end and (d.day < $whole_start or d.day > $whole_end)
            and (d.carts is not null or d.pieces is not null)
        group by d.product
    ) as e
    inner join products as p on e.product = p.product
) as held
group by number
