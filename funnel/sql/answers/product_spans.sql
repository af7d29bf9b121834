-- row: which days hold views, carts, orders and stock of products, and what the stock exports state at all; one row, nulls where there is none
-- parameters: none
-- tables: product_days, product_levels
select
    v.first_day as views_first,
    v.last_day as views_last,
    c.first_day as carts_first,
    c.last_day as carts_last,
    o.first_day as orders_first,
    o.last_day as orders_last,
    s.stock_first,
    s.stock_last,
    s.stock_day,
    s.priced,
    s.compared,
    s.costed,
    s.described
from (
    select min(day) as first_day, max(day) as last_day from product_days where visits is not null
) as v
cross join (
    select min(day) as first_day, max(day) as last_day from product_days where carts is not null
) as c
cross join (
    select min(day) as first_day, max(day) as last_day from product_days where orders is not null
) as o
cross join (
    select
        min(case when empty is not null then day end) as stock_first,
        max(case when empty is not null then covers_to end) as stock_last,
        max(case when empty is not null then day end) as stock_day,
        max(case when price is not null then 1 end) as priced,
        max(case when competitor_price is not null then 1 end) as compared,
        max(case when cost is not null then 1 end) as costed,
        max(
            case when photos is not null or description_length is not null or rating is not null then 1 end
        ) as described
    from product_levels
) as s
