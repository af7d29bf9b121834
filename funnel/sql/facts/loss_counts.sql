-- row: loss_cells as questions read them, narrow and in order: cell: the line of loss_lines times how many days loss_money has, plus the place of the day among them, from 0
-- parameters: none
-- tables: loss_cells, loss_lines, loss_money, loss_parts
select
    cast(l.line * d.days + d.day as bigint) as cell,
    cast(c.at_risk as integer) as at_risk,
    cast(c.went_on as integer) as went_on,
    cast(c.bought as integer) as bought
from loss_cells as c
inner join (
    select
        m.segment as segment,
        p.part as part,
        dense_rank() over (order by m.day) - 1 as day,
        (select count(distinct day) from loss_money) as days
    from loss_money as m
    inner join loss_parts as p
        on
            m.channel = p.channel
            and m.device = p.device
            and m.category = p.category
            and m.visitor = p.visitor
) as d on c.segment = d.segment
inner join loss_lines as l
    on
        c.place = l.place
        and c.stratum = l.stratum
        and c.pattern = l.pattern
        and c.unmeasured = l.unmeasured
        and d.part = l.part
order by l.line, d.day
