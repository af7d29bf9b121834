-- row: one visit without an ad that landed on a missing page: the page, and the device
-- parameters: none
-- tables: met_problems, chain_visits
select
    p.feed,
    p.visit,
    c.page as page,
    c.device as device
from met_problems as p
inner join chain_visits as c on p.feed = c.feed and p.visit = c.visit
where p.code = 'missing_page'
