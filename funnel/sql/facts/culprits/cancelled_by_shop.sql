-- row: one visit that bought what the shop had been cancelling: the product, and the category
-- parameters: none
-- tables: met_problems, chain_visits, bought_orders, product_names
select
    p.feed as feed,
    p.visit as visit,
    b.product as product,
    coalesce(n.category, c.category) as category
from met_problems as p
inner join chain_visits as c on p.feed = c.feed and p.visit = c.visit
inner join bought_orders as b on p.feed = b.feed and p.visit = b.visit
left join product_names as n on b.product = n.product
where p.code = 'cancelled_by_shop'
