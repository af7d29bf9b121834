-- row: which days hold views, carts, orders and stock of products, and what the stock exports state at all; one row, nulls where there is none
-- parameters: none
-- tables: product_days, product_levels
select
    min(case when visits is not null then day end) as views_first,
    max(case when visits is not null then day end) as views_last,
    min(case when carts is not null then day end) as carts_first,
    max(case when carts is not null then day end) as carts_last,
    min(case when orders is not null then day end) as orders_first,
    max(case when orders is not null then day end) as orders_last,
    min(case when counted = 1 then day end) as stock_first,
    max(case when counted = 1 then covers_to end) as stock_last,
    max(case when counted = 1 then day end) as stock_day,
    max(priced) as priced,
    max(compared) as compared,
    max(costed) as costed,
    max(described) as described
from (
    select
        day, visits, carts, orders,
        null as covers_to, null as counted, null as priced, null as compared, null as costed, null as described
    from product_days
    union all
    select
        day, null, null, null,
        covers_to,
        case when empty is not null then 1 end,
        case when price is not null then 1 end,
        case when competitor_price is not null then 1 end,
        case when cost is not null then 1 end,
        case
            when photos is not null or description_length is not null or rating is not null then 1
        end
    from product_levels
) as held
