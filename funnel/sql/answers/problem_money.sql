-- row: visits of one day, channel and device, and what their orders left
-- parameters: $start, $end
-- tables: loss_money
select
    day,
    channel,
    device,
    sum(visits) as visits,
    sum(paid) as paid,
    sum(kept) as kept,
    sum(paid_value) as paid_value,
    sum(paid_squares) as paid_squares,
    sum(value) as value,
    sum(squares) as squares
from loss_money
where day between $start and $end
group by day, channel, device
order by day, channel, device
