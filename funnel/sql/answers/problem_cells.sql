-- row: visits at risk of one step (its place), alike in segment, opportunities and problems, how many went on and how many bought; kind: place of the segment, from 0, in answers/problem_money
-- parameters: $start, $end
-- tables: loss_cells, loss_money
select
    c.place,
    k.kind,
    c.stratum,
    c.pattern,
    c.unmeasured,
    c.at_risk,
    c.went_on,
    c.bought
from loss_cells as c
inner join (
    select
        segment,
        row_number() over (order by segment) - 1 as kind
    from loss_money
    where day between $start and $end
) as k on c.segment = k.segment
