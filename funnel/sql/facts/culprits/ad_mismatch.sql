-- row: one visit that an ad led to a missing page: its campaign, and the page
-- parameters: none
-- tables: met_problems, chain_visits
select
    p.feed,
    p.visit,
    c.campaign as campaign,
    c.page as page
from met_problems as p
inner join chain_visits as c on p.feed = c.feed and p.visit = c.visit
where p.code = 'ad_mismatch'
