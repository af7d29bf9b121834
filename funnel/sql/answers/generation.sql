-- row: what holds for the whole published generation; one row
-- parameters: none
-- tables: generation
select
    zone,
    currency,
    kept_until
from generation
