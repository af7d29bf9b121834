-- row: one feed's report of one marketplace over one day or one longer period: how much it holds, to choose among reports of the same days
-- parameters: none
-- tables: card_rows
select
    marketplace,
    feed,
    day,
    day_to,
    count(distinct product) as products,
    case when count(impressions) > 0 then 1 else 0 end
    + case when count(card_opens) > 0 then 1 else 0 end
    + case when count(add_to_cart) > 0 then 1 else 0 end
    + case when count(orders) > 0 then 1 else 0 end
    + case when count(buyouts) > 0 then 1 else 0 end as measured
from card_rows
group by marketplace, feed, day, day_to
