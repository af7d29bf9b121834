-- row: visits of one day and part (as in answers/problem_parts): orders paid and kept; segment: what answers/problem_money names them by, rising
-- parameters: none
-- tables: loss_visits
select
    segment,
    day,
    part,
    visits,
    paid,
    kept
from loss_visits
