-- row: one visit that found nothing of a category in stock: the category, and the product
-- parameters: none
-- tables: met_problems, viewed_levels
select
    p.feed,
    p.visit,
    v.category as category,
    v.product as product
from met_problems as p
inner join viewed_levels as v on p.feed = v.feed and p.visit = v.visit
where p.code = 'no_alternative'
