-- row: one visit that saw a product, and the first one it saw
-- parameters: none
-- tables: noted_events
with first_moment as (
    select
        feed,
        visit,
        min(moment) as moment
    from noted_events
    where noted = 'view'
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
    where e.noted = 'view'
    group by e.feed, e.visit, e.moment
)

select
    e.feed,
    e.visit,
    e.moment,
    min(e.product) as product
from noted_events as e
inner join first_record as f on e.feed = f.feed and e.visit = f.visit and e.moment = f.moment and e.record = f.record
where e.noted = 'view'
group by e.feed, e.visit, e.moment
