-- row: visits of one day and segment, and what their orders left
-- parameters: $start, $end
-- tables: loss_money
select
    segment,
    day,
    channel,
    device,
    visitor,
    category,
    visits,
    paid,
    kept,
    paid_value,
    paid_squares,
    value,
    squares
from loss_money
where day between $start and $end
order by segment
