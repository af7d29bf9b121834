-- row: visits that met one problem by one culprit of one kind, alike in channel, device and furthest step; of these, those old enough to judge and what they had paid
-- parameters: $start, $end, $codes (factors asked for)
-- tables: culprit_cells
select
    code,
    kind,
    culprit,
    channel,
    device,
    furthest,
    sum(sessions) as visits,
    sum(judged) as judged,
    sum(judged_value) as judged_value
from culprit_cells
where day between $start and $end and list_contains($codes, code)
group by 1, 2, 3, 4, 5, 6
order by 1, 2, 3, 4, 5, 6
