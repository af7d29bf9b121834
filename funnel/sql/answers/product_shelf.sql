-- row: one product (its number in answers/products) and what the stock exports say of it at the period’s end, unless stale; money in hundredths
-- parameters: $end
-- tables: product_levels, products
select
    p.number,
    cast(l.available as bigint) as available,
    cast(l.price * 100 as bigint) as price_hundredths,
    cast(l.competitor_price * 100 as bigint) as competitor_price_hundredths,
    cast(l.cost * 100 as bigint) as cost_hundredths
from product_levels as l
inner join products as p on l.product = p.product
where $end between l.day and l.covers_to
