-- row: one segment's orders old enough to judge, and what is known of them: the fate the marketplace states of these orders, and what was settled from their first day until the last could be
-- parameters: $marketplaces, $feeds, $days, $days_to (the reports counted, side by side), $of, $buckets, $firsts, $mature_lasts, $settled_lasts (the windows, side by side), $by_product
-- tables: card_rows
with counted as (
    select
        unnest(cast($marketplaces as varchar[])) as marketplace,
        unnest(cast($feeds as varchar[])) as feed,
        unnest(cast($days as date[])) as day,
        unnest(cast($days_to as date[])) as day_to
),

windows as (
    select
        unnest(cast($of as varchar[])) as marketplace,
        unnest(cast($buckets as date[])) as bucket,
        unnest(cast($firsts as date[])) as first,
        unnest(cast($mature_lasts as date[])) as mature_last,
        unnest(cast($settled_lasts as date[])) as settled_last
),

seen as (
    select
        w.marketplace,
        w.bucket,
        case when $by_product then c.product end as product,
        case when c.day_to <= w.mature_last then 1 else 0 end as is_mature,
        case when c.buyouts is not null and c.cancelled is not null then 1 else 0 end as is_settled,
        c.orders,
        c.orders_bought,
        c.orders_cancelled,
        c.orders_returned,
        c.buyouts,
        c.cancelled,
        c.returned
    from card_rows as c
    inner join counted as k
        on c.marketplace = k.marketplace and c.feed = k.feed and c.day = k.day and c.day_to = k.day_to
    inner join windows as w
        on c.marketplace = w.marketplace and c.day >= w.first and c.day_to <= w.settled_last
)

select
    marketplace,
    bucket,
    product,
    sum(case when is_mature = 1 then orders end) as orders,
    sum(case when is_mature = 1 and orders_bought is not null then orders end) as followed,
    sum(case when is_mature = 1 then orders_bought end) as followed_bought,
    sum(case when is_mature = 1 and orders_bought is not null then orders_cancelled end) as followed_cancelled,
    sum(case when is_mature = 1 and orders_bought is not null then orders_returned end) as followed_returned,
    sum(case when is_settled = 1 then buyouts end) as settled_bought,
    sum(case when is_settled = 1 then cancelled end) as settled_cancelled,
    sum(case when is_settled = 1 then returned end) as settled_returned
from seen
group by marketplace, bucket, product
order by marketplace, bucket, product
