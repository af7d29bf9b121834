-- row: one visit by a campaign that brings hardly any product views: its campaign
-- parameters: none
-- tables: met_problems, chain_visits
select
    p.feed,
    p.visit,
    c.campaign as campaign
from met_problems as p
inner join chain_visits as c on p.feed = c.feed and p.visit = c.visit
where p.code = 'junk_traffic'
