-- row: one feed's report of search terms of one marketplace over one day or one longer period, within the days asked for
-- parameters: $start, $end
-- tables: card_search_rows
select
    marketplace,
    feed,
    day,
    day_to,
    count(distinct product) as products
from card_search_rows
where day >= $start and day_to <= $end
group by marketplace, feed, day, day_to
order by marketplace, feed, day, day_to
