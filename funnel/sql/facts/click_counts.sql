-- row: clicks of the days that have visits: those whose campaign the traffic names, and the others; one row
-- parameters: none
-- tables: clicks_lost_cells
select
    coalesce(sum(case when visits is not null then clicks else 0 end), 0) as chances,
    coalesce(sum(case when visits is null then clicks else 0 end), 0) as unmeasured,
    min(case when visits is not null then day end) as first_day,
    max(case when visits is not null then day end) as last_day
from clicks_lost_cells
