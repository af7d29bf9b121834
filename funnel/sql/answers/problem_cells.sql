-- row: visits at risk of one step (its place), alike in segment, opportunities and problems, how many went on and how many bought
-- parameters: $start, $end
-- tables: loss_cells, loss_segments
select
    c.place,
    c.segment,
    c.stratum,
    c.pattern,
    c.unmeasured,
    c.at_risk,
    c.went_on,
    c.bought
from loss_cells as c
inner join loss_segments as d on c.segment = d.segment
where d.day between $start and $end
