-- row: visits at risk of one step (its place), alike in part (as in answers/problem_parts), in what they could meet and met and in what is not known of them, on all days; line: their number, from 0, rising as they are kept
-- parameters: none
-- tables: loss_lines
select
    line,
    place,
    stratum,
    pattern,
    unmeasured,
    part,
    at_risk
from loss_lines
