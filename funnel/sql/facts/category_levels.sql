-- row: one category on one day of a stock export: how many of its products were told of, and how many were in stock
-- parameters: none
-- tables: stock_levels
with latest as (
    select
        product,
        cast(available_at as date) as day,
        max(moment) as moment
    from stock_levels
    where available is not null and category is not null
    group by product, cast(available_at as date)
)

select
    s.category as category,
    l.day,
    count(*) as products,
    sum(case when s.available > 0 then 1 else 0 end) as in_stock
from latest as l
inner join stock_levels as s on l.product = s.product and l.moment = s.moment
group by s.category, l.day
