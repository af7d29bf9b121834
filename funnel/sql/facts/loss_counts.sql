-- row: loss_cells as questions read them, narrow and in order: cell: the line of loss_lines times how many days loss_visits has, plus the place of the day among them, from 0
-- parameters: none
-- tables: loss_cells, loss_lines, loss_visits
select
    cast(l.line * d.days + d.day as bigint) as cell,
    cast(c.at_risk as integer) as at_risk,
    cast(c.went_on as integer) as went_on,
    cast(c.bought as integer) as bought
from loss_cells as c
inner join (
    select
        segment,
        part,
        dense_rank() over (order by day) - 1 as day,
        (select count(distinct day) from loss_visits) as days
    from loss_visits
) as d on c.segment = d.segment
inner join loss_lines as l
    on
        c.place = l.place
        and c.stratum = l.stratum
        and c.pattern = l.pattern
        and c.unmeasured = l.unmeasured
        and d.part = l.part
order by l.line, d.day
