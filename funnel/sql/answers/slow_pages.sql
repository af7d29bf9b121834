-- row: visits that loaded one page in the period
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: load_cells
select
    page,
    sum(timed) as timed,
    sum(load_seconds) as load_seconds,
    sum(slow) as slow,
    sum(slow_paid) as slow_paid,
    sum(quick_paid) as quick_paid
from load_cells
where
    day between $start and $end
    and ($channels is null or list_contains($channels, channel))
    and ($devices is null or list_contains($devices, device))
group by page
order by page
