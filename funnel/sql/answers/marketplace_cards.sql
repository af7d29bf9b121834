-- row: counts of one feed's cards in one asked-for segment; a dimension not asked for is null
-- parameters: $marketplaces, $feeds, $days, $days_to (the reports counted, side by side), $by_product, $by_week, $by_day
-- tables: card_rows
with counted as (
    select
        unnest(cast($marketplaces as varchar[])) as marketplace,
        unnest(cast($feeds as varchar[])) as feed,
        unnest(cast($days as date[])) as day,
        unnest(cast($days_to as date[])) as day_to
)

select
    c.feed,
    c.marketplace,
    case when $by_product then c.product end as product,
    case when $by_week then cast(date_trunc('week', c.day) as date) end as week,
    case when $by_day then c.day end as day,
    case when $by_product then max(c.seller_sku) end as seller_sku,
    case when $by_product then max(c.title) end as title,
    sum(c.impressions) as impressions,
    sum(c.card_opens) as card_opens,
    sum(c.add_to_cart) as add_to_cart,
    sum(c.orders) as orders,
    sum(c.ordered_money) as ordered_money,
    sum(c.buyouts) as buyouts,
    sum(c.buyout_money) as buyout_money,
    sum(c.cancelled) as cancelled,
    sum(c.cancelled_money) as cancelled_money,
    sum(c.returned) as returned,
    sum(c.returned_money) as returned_money
from card_rows as c
inner join counted as k
    on c.marketplace = k.marketplace and c.feed = k.feed and c.day = k.day and c.day_to = k.day_to
group by 1, 2, 3, 4, 5
order by 2, 3, 4, 5, 1
