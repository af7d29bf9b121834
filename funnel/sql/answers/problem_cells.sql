-- row: visits at risk of one step, alike in all but the day (its line: place, from 0, in answers/problem_lines) and in the day (place, from 0, among those of answers/problem_visits); cell: line × days + day; how many went on and how many bought
-- parameters: none
-- tables: loss_counts
select
    cell,
    at_risk,
    went_on,
    bought
from loss_counts
