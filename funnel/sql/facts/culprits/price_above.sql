-- row: one visit whose first product was dearer than the competitor’s: the category, and the product
-- parameters: none
-- tables: met_problems, viewed_levels
select
    p.feed,
    p.visit,
    v.category as category,
    v.product as product
from met_problems as p
inner join viewed_levels as v on p.feed = v.feed and p.visit = v.visit
where p.code = 'price_above'
