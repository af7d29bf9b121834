-- row: one visit whose first product had a weak card: the product, and the category
-- parameters: none
-- tables: met_problems, viewed_levels
select
    p.feed,
    p.visit,
    v.product as product,
    v.category as category
from met_problems as p
inner join viewed_levels as v on p.feed = v.feed and p.visit = v.visit
where p.code = 'weak_card'
