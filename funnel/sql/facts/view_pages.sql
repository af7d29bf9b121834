-- row: one day and one page that showed a product to a visit of that day
-- parameters: none
-- tables: visit_events, sessions
with showing as (
    select distinct
        feed,
        visit,
        page
    from visit_events
    where event = 'view_item' and page is not null
)

select distinct
    s.day as day,
    p.page as page
from showing as p
inner join sessions as s on p.feed = s.feed and p.visit = s.visit
