-- row: one visit some page of which was timed: the first such page and how long it took
-- parameters: none
-- tables: noted_events
select
    feed,
    visit,
    arg_min_null(page, (moment, record, page)) as page,
    arg_min(load_seconds, (moment, record, load_seconds)) as load_seconds
from noted_events
where load_seconds is not null
group by feed, visit
