-- row: one sequence of steps that any visit made
-- parameters: none
-- tables: visit_sequences
select distinct sequence
from visit_sequences
order by sequence
