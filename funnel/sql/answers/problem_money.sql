-- row: one day and segment of visits with money, and what their orders left
-- parameters: none
-- tables: loss_money
select
    segment,
    paid_value,
    paid_squares,
    value,
    squares
from loss_money
where paid_squares <> 0 or squares <> 0
