-- row: stock of one card, or of one warehouse, of a marketplace by the newest count until $end; a dimension not asked for is null
-- parameters: $end, $by_product, $by_location
-- tables: marketplace_stock_rows
with counted as (
    -- Reports without warehouses hold the same pieces again: never both.
    select *
    from marketplace_stock_rows
    where day <= $end and available is not null and (location is not null or not $by_location)
),

newest as (
    select
        marketplace,
        product,
        max(moment) as moment
    from counted
    group by marketplace, product
),

of_one_feed as (
    select
        c.marketplace,
        c.product,
        c.moment,
        min(c.feed) as feed
    from counted as c
    inner join newest as n on c.marketplace = n.marketplace and c.product = n.product and c.moment = n.moment
    group by c.marketplace, c.product, c.moment
)

select
    c.marketplace,
    case when $by_product then c.product end as product,
    case when $by_location then c.location end as location,
    case when $by_product then max(c.title) end as title,
    min(c.day) as oldest_day,
    max(c.day) as newest_day,
    count(distinct c.product) as products,
    count(distinct case when c.available <= 0 then c.product end) as sold_out,
    sum(c.available) as available,
    sum(c.reserved) as reserved
from counted as c
inner join of_one_feed as o
    on c.marketplace = o.marketplace and c.product = o.product and c.moment = o.moment and c.feed = o.feed
group by 1, 2, 3
order by 1, 2, 3
