-- row: one segment's booked pieces old enough to judge, and what became of them
-- parameters: $of, $buckets, $firsts, $mature_lasts (the windows, side by side), $by_product
-- tables: marketplace_order_rows
with windows as (
    select
        unnest(cast($of as varchar[])) as marketplace,
        unnest(cast($buckets as date[])) as bucket,
        unnest(cast($firsts as date[])) as first,
        unnest(cast($mature_lasts as date[])) as mature_last
)

select
    w.marketplace,
    w.bucket,
    case when $by_product then o.product end as product,
    sum(o.pieces) as pieces,
    sum(case when o.fate = 'bought' then o.pieces else 0 end) as bought,
    sum(case when o.fate = 'cancelled' then o.pieces else 0 end) as cancelled,
    sum(case when o.fate = 'returned' then o.pieces else 0 end) as returned
from marketplace_order_rows as o
inner join windows as w on o.marketplace = w.marketplace and o.day between w.first and w.mature_last
where o.pieces is not null
group by 1, 2, 3
order by 1, 2, 3
