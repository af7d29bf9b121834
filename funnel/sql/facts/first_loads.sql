-- row: one visit some page of which was timed: the first such page and how long it took
-- parameters: none
-- tables: noted_events
with first_moment as (
    select
        feed,
        visit,
        min(moment) as moment
    from noted_events
    where load_seconds is not null
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
    where e.load_seconds is not null
    group by e.feed, e.visit, e.moment
)

select
    e.feed,
    e.visit,
    min(e.page) as page,
    min(e.load_seconds) as load_seconds
from noted_events as e
inner join first_record as f on e.feed = f.feed and e.visit = f.visit and e.moment = f.moment and e.record = f.record
where e.load_seconds is not null
group by e.feed, e.visit
