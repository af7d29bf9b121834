-- row: one visit that saw a product, and the first one it saw
-- parameters: none
-- tables: visit_events
with first_moment as (
    select
        feed,
        visit,
        min(moment) as moment
    from visit_events
    where event = 'view_item'
    group by feed, visit
),

first_record as (
    select
        e.feed,
        e.visit,
        e.moment,
        min(e.record) as record
    from visit_events as e
    inner join first_moment as f on e.feed = f.feed and e.visit = f.visit and e.moment = f.moment
    where e.event = 'view_item'
    group by e.feed, e.visit, e.moment
)

select
    e.feed,
    e.visit,
    e.moment,
    min(e.product) as product
from visit_events as e
inner join first_record as f on e.feed = f.feed and e.visit = f.visit and e.moment = f.moment and e.record = f.record
where e.event = 'view_item'
group by e.feed, e.visit, e.moment
