-- row: visits of one part at risk of one step, alike in what they could meet and met there and in what is not known, on whatever day, numbered from 0
-- parameters: none
-- tables: loss_cells, loss_money, loss_parts
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
        p.part as part,
        cast(sum(c.at_risk) as bigint) as at_risk
    from loss_cells as c
    inner join loss_money as m on c.segment = m.segment
    inner join loss_parts as p
        on
            m.channel = p.channel
            and m.device = p.device
            and m.category = p.category
            and m.visitor = p.visitor
    group by c.place, c.stratum, c.pattern, c.unmeasured, p.part
) as l
