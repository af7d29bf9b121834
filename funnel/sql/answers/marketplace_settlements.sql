-- row: settled operations of one marketplace in one asked-for segment by the day of the operation, returns apart; a dimension not asked for is null
-- parameters: $start, $end, $by_product, $by_week, $by_day
-- tables: marketplace_operation_rows
select
    marketplace,
    case when $by_product then product end as product,
    case when $by_week then cast(date_trunc('week', day) as date) end as week,
    case when $by_day then day end as day,
    case when $by_product then max(seller_sku) end as seller_sku,
    sum(sold) as sold,
    sum(sold_money) as sold_money,
    sum(returned) as returned,
    sum(returned_money) as returned_money,
    sum(payout) as payout,
    sum(charges) as charges
from marketplace_operation_rows
where day between $start and $end
group by 1, 2, 3, 4
order by 1, 2, 3, 4
