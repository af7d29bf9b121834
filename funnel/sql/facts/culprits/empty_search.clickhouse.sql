-- row: one visit whose first search gave nothing: what it searched for, in small letters
-- parameters: none
-- tables: met_problems, first_searches, noted_events
select
    p.feed as feed,
    p.visit as visit,
    min(nullif(lowerUTF8(trim(n.search_term)), '')) as search_term
from met_problems as p
inner join first_searches as s on p.feed = s.feed and p.visit = s.visit
left join noted_events as n
    on
        s.feed = n.feed
        and s.visit = n.visit
        and s.moment = n.moment
        and n.noted = 'search'
        and n.search_results = 0
where p.code = 'empty_search'
group by p.feed, p.visit
