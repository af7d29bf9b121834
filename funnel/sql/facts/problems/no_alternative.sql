-- row: one visit whose first product's category is known: whether nothing of that category was in stock; null when no fresh level is known
-- parameters: $stock_days
-- tables: viewed_levels, category_levels
select
    v.feed,
    v.visit,
    case
        when v.available is null or v.available_at < v.moment - interval ($stock_days) day then null
        when v.available > 0 or c.in_stock > 0 then 0
        when c.products > 1 then 1
    end as met
from viewed_levels as v
left join category_levels as c on v.category = c.category and cast(v.available_at as date) = c.day
where v.category is not null
