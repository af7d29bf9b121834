-- row: visits of the period that searched for one term
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: search_cells
select
    term as search_term,
    sum(visits) as visits,
    sum(counted) as counted,
    sum(empty) as empty,
    sum(paid) as paid,
    sum(revenue) as revenue
from search_cells
where
    day between $start and $end
    and ($channels is null or list_contains($channels, channel))
    and ($devices is null or list_contains($devices, device))
group by 1
order by 1
