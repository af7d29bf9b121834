-- row: one visit, and the letters of its steps in time order, its first event first (funnel/paths.py)
-- parameters: none
-- tables: step_events
select
    feed,
    visit,
    string_agg(letter, '') within group (order by opens desc, moment, record, letter) as sequence
from step_events
group by feed, visit
