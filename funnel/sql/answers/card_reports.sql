-- row: one report of a marketplace's cards that touches the period
-- parameters: $start, $end
-- tables: card_reports
select
    marketplace,
    feed,
    day,
    day_to,
    products,
    measured
from card_reports
where day <= $end and day_to >= $start
order by marketplace, day, day_to, feed
