-- row: visits of the period that could have met one kind of error and did not
-- parameters: $start, $end, lists of codes allowed (null: all)
-- tables: error_stages
select
    noted as error_kind,
    sum(visits) as visits,
    sum(paid) as paid
from error_stages
where
    day between $start and $end
    and ($channels is null or list_contains($channels, channel))
    and ($devices is null or list_contains($devices, device))
group by 1
order by 1
