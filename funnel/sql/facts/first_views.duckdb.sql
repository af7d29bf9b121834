-- row: one visit that saw a product, and the first one it saw
-- parameters: none
-- tables: noted_events
select
    feed,
    visit,
    min(moment) as moment,
    arg_min_null(product, (moment, record, product)) as product
from noted_events
where noted = 'view'
group by feed, visit
