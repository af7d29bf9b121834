-- row: contacts that name an order of the order book; one row
-- parameters: none
-- tables: seller_cells
select coalesce(sum(contacts), 0) as orders_linked
from seller_cells
