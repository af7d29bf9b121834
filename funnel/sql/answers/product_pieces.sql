-- row: one product (its number in answers/products) put into a cart or ordered on any of the days: its pieces ordered; null where nothing of the kind is held
-- parameters: $start, $end, $whole_start, $whole_end (the days of them that are whole weeks from Monday to Sunday)
-- tables: product_cart_weeks, product_days, products
select
    number,
    cast(sum(pieces) as bigint) as pieces
from (
    select
        number,
        pieces
    from product_cart_weeks
    where week between $whole_start and $whole_end
    union all
    select
        p.number,
        e.pieces
    from (
        select
            d.product,
            cast(sum(d.pieces) as integer) as pieces
        from product_days as d
        where d.day between $start and $end and (d.day < $whole_start or d.day > $whole_end)
            and (d.carts is not null or d.pieces is not null)
        group by d.product
    ) as e
    inner join products as p on e.product = p.product
) as held
group by number
