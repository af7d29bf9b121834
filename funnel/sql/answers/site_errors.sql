-- row: visits of the period that met one kind and code of error on one page
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: error_cells
select
    noted as error_kind,
    page,
    error,
    sum(visits) as visits,
    sum(paid) as paid,
    sum(revenue) as revenue
from error_cells
where
    day between $start and $end
    and ($channels is null or list_contains($channels, channel))
    and ($devices is null or list_contains($devices, device))
group by 1, 2, 3
order by 1, 2, 3
