-- row: one visit that searched, and what its first search gave
-- parameters: none
-- tables: noted_events
with first_moment as (
    select
        feed,
        visit,
        min(moment) as moment
    from noted_events
    where noted = 'search'
    group by feed, visit
),

first_record as (
    select
        e.feed,
        e.visit,
        e.moment,
        min(e.record) as record
    from noted_events as e
    inner join first_moment as f on e.feed = f.feed and e.visit = f.visit and e.moment = f.moment
    where e.noted = 'search'
    group by e.feed, e.visit, e.moment
)

select
    e.feed,
    e.visit,
    e.moment,
    min(e.search_results) as search_results
from noted_events as e
inner join first_record as f on e.feed = f.feed and e.visit = f.visit and e.moment = f.moment and e.record = f.record
where e.noted = 'search'
group by e.feed, e.visit, e.moment
