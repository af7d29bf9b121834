-- row: visits of one day alike in problems; `segment` is any one of that day
-- parameters: none
-- tables: loss_groups, loss_segments
select
    d.day as day,
    min(g.segment) as segment,
    g.chances as chances,
    g.pattern as pattern,
    g.unmeasured as unmeasured,
    cast(sum(g.visits) as bigint) as visits
from loss_groups as g
inner join loss_segments as d on g.segment = d.segment
group by d.day, g.chances, g.pattern, g.unmeasured
