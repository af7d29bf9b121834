-- row: one visit and one product it saw: when first; visits of the day's leading feed only
-- parameters: none
-- tables: noted_events, chain_visits
select
    e.feed,
    e.visit,
    e.product,
    min(e.moment) as moment,
    max(c.day) as day,
    max(c.furthest) as furthest
from noted_events as e
inner join chain_visits as c on e.feed = c.feed and e.visit = c.visit
where e.noted = 'view' and e.product is not null
group by e.feed, e.visit, e.product
