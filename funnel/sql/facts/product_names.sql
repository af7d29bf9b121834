-- row: one product of the stock exports: its name and its category as last stated
-- parameters: none
-- tables: stock
with named as (
    select
        product,
        max(case when title is not null then moment end) as titled_at,
        max(case when category is not null then moment end) as placed_at
    from stock
    group by product
)

select
    n.product,
    min(case when s.moment = n.titled_at then s.title end) as title,
    min(case when s.moment = n.placed_at then s.category end) as category
from named as n
inner join stock as s on n.product = s.product
group by n.product
