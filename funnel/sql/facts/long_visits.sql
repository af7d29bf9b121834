-- row: one visit with events beyond the day after its own
-- parameters: none
-- tables: visits
select
    feed,
    visit,
    first_day,
    last_day
from visits
where first_day < day or last_day > day + 1
