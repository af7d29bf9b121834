-- row: first and newest day of all traffic; one row, nulls when there is none
-- parameters: none
-- tables: cells, daily_cells
select
    min(day) as first_day,
    max(day_to) as newest_day
from (
    select
        day,
        day as day_to
    from cells
    union all
    select
        day,
        day_to
    from daily_cells
) as spans
