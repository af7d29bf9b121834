-- row: visits of one part at risk of one step, alike in what they could meet and met there and in what is not known, on whatever day, numbered from 0
-- parameters: none
-- tables: loss_cells, loss_visits
select
    cast(row_number() over (order by place, stratum, part, unmeasured, pattern) - 1 as integer) as line,
    place,
    stratum,
    pattern,
    unmeasured,
    part,
    at_risk
from (
    select
        c.place as place,
        c.stratum as stratum,
        c.pattern as pattern,
        c.unmeasured as unmeasured,
        v.part as part,
        cast(sum(c.at_risk) as bigint) as at_risk
    from loss_cells as c
    inner join loss_visits as v on c.segment = v.segment
    group by c.place, c.stratum, c.pattern, c.unmeasured, v.part
) as l
