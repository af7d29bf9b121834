-- row: one visit that saw a product, and the first one it saw
-- parameters: none
-- tables: visit_events
select
    feed,
    visit,
    min(moment) as moment,
    arg_min_null(product, (moment, record, product)) as product
from visit_events
where event = 'view_item'
group by feed, visit
