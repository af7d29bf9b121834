-- row: one factor and whether the files measure it
-- parameters: none
-- tables: factor_states
select
    code,
    bit,
    state,
    met,
    chances,
    unmeasured,
    first_day,
    last_day,
    lacking
from factor_states
order by bit nulls first, code
