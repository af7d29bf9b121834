-- row: one product (its number in answers/products) and its card as the stock exports state it at the period’s end, unless stale; rating in hundredths
-- parameters: $end
-- tables: product_levels, products
select
    p.number,
    cast(l.photos as bigint) as photos,
    cast(l.description_length as bigint) as description_length,
    cast(l.rating * 100 as bigint) as rating_hundredths,
    cast(l.reviews as bigint) as reviews
from product_levels as l
inner join products as p on l.product = p.product
where $end between l.day and l.covers_to
