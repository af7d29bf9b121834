-- row: fingerprint of the queries that made the published generation; one row
-- parameters: none
-- tables: generation
select shape
from generation
