-- row: one visit, and the letters of its steps in time order, its first event first (funnel/paths.py)
-- parameters: none
-- tables: step_events
select
    feed,
    visit,
    arrayStringConcat(arrayMap(step -> step.4, arraySort(groupArray((-opens, moment, record, letter))))) as sequence
from step_events
group by feed, visit
