-- row: first and newest day of the order book; one row, nulls when there is none
-- parameters: none
-- tables: order_rows
select
    min(day) as first_day,
    max(day) as newest_day
from order_rows
