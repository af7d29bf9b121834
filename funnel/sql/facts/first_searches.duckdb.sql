-- row: one visit that searched, and what its first search gave
-- parameters: none
-- tables: noted_events
select
    feed,
    visit,
    min(moment) as moment,
    arg_min_null(search_results, (moment, record, search_results)) as search_results
from noted_events
where noted = 'search'
group by feed, visit
