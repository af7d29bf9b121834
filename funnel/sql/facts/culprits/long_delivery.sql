-- row: one visit whose order was promised late: the category, and the product
-- parameters: none
-- tables: met_problems, chain_visits, bought_orders, product_names
select
    p.feed as feed,
    p.visit as visit,
    coalesce(n.category, c.category) as category,
    b.product as product
from met_problems as p
inner join chain_visits as c on p.feed = c.feed and p.visit = c.visit
inner join bought_orders as b on p.feed = b.feed and p.visit = b.visit
left join product_names as n on b.product = n.product
where p.code = 'long_delivery'
