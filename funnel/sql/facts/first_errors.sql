-- row: one kind of error a visit met, at its first moment
-- parameters: none
-- tables: noted_events
select
    feed,
    visit,
    noted,
    min(moment) as moment
from noted_events
where noted in ('payment_error', 'checkout_error', 'page_error')
group by feed, visit, noted
