-- row: loss_money as questions read it, narrow and in the order of segments: one day and part (as in loss_parts) of visits; paid and kept are orders
-- parameters: none
-- tables: loss_money, loss_parts
select
    m.segment as segment,
    m.day as day,
    p.part as part,
    cast(m.visits as integer) as visits,
    cast(m.paid as integer) as paid,
    cast(m.kept as integer) as kept
from loss_money as m
inner join loss_parts as p
    on
        m.channel = p.channel
        and m.device = p.device
        and m.category = p.category
        and m.visitor = p.visitor
order by m.segment
