-- row: one import whose rows are in this generation
-- parameters: none
-- tables: imports
select import_id
from imports
order by import_id
