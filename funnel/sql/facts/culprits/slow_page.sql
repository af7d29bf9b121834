-- row: one visit whose landing page was slow: its device, and the page
-- parameters: none
-- tables: met_problems, chain_visits
select
    p.feed,
    p.visit,
    c.device as device,
    c.page as page
from met_problems as p
inner join chain_visits as c on p.feed = c.feed and p.visit = c.visit
where p.code = 'slow_page'
