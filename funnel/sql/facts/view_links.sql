-- row: one day: visits that saw a product, and those whose first one the stock exports had told of by then
-- parameters: none
-- tables: viewed_levels, sessions
select
    s.day as day,
    count(*) as views,
    count(v.available_at) as linked
from viewed_levels as v
inner join sessions as s on v.feed = s.feed and v.visit = s.visit
group by s.day
