-- row: visits of one day and segment, and what their orders left; part: which of loss_parts they are
-- parameters: none
-- tables: loss_money, loss_parts
select
    m.day as day,
    p.part as part,
    m.channel as channel,
    m.device as device,
    m.visitor as visitor,
    m.category as category,
    m.visits as visits,
    m.paid as paid,
    m.kept as kept,
    m.paid_value as paid_value,
    m.paid_squares as paid_squares,
    m.value as value,
    m.squares as squares
from loss_money as m
inner join loss_parts as p
    on
        m.channel = p.channel
        and m.device = p.device
        and m.category = p.category
        and m.visitor = p.visitor
order by m.segment
