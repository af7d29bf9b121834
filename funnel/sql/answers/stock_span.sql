-- row: first and newest day of counts of stock at marketplaces; one row, nulls when there is none
-- parameters: none
-- tables: marketplace_stock_rows
select
    min(day) as first_day,
    max(day) as newest_day
from marketplace_stock_rows
