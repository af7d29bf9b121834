-- row: visits at risk of one step on one day, alike in channel, device, stratum, opportunities and problems; a kind of stratum not asked for is empty
-- parameters: $start, $end, $by_visitor, $by_category
-- tables: loss_cells
select
    step,
    day,
    channel,
    device,
    case when $by_visitor then visitor else '' end as visitor,
    case when $by_category then category else '' end as category,
    stratum,
    pattern,
    unmeasured,
    sum(at_risk) as at_risk,
    sum(went_on) as went_on,
    sum(bought) as bought
from loss_cells
where day between $start and $end
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
order by 1, 2, 3, 4, 5, 6, 7, 8, 9
