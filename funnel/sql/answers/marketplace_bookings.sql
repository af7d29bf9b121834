-- row: orders of one marketplace in one asked-for segment by the day they were placed, and what has become of them; a dimension not asked for is null
-- parameters: $start, $end, $by_product, $by_week, $by_day
-- tables: marketplace_order_rows
select
    marketplace,
    case when $by_product then product end as product,
    case when $by_week then cast(date_trunc('week', day) as date) end as week,
    case when $by_day then day end as day,
    case when $by_product then max(seller_sku) end as seller_sku,
    count(distinct order_id) as orders,
    sum(pieces) as pieces,
    sum(money) as money,
    sum(case when fate = 'bought' then pieces else 0 end) as bought,
    sum(case when fate = 'bought' then money else 0 end) as bought_money,
    sum(case when fate = 'cancelled' then pieces else 0 end) as cancelled,
    sum(case when fate = 'returned' then pieces else 0 end) as returned,
    sum(case when fate = 'open' then pieces else 0 end) as undecided
from marketplace_order_rows
where day between $start and $end
group by 1, 2, 3, 4
order by 1, 2, 3, 4
