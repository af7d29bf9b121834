-- row: one visit that could meet any problem: what it could meet, what it met, what is not known (bits of funnel/factors.py)
-- parameters: none
-- tables: problems
select
    feed,
    visit,
    bit_or(problem) as chances,
    bit_or(case when met = 1 then problem else 0 end) as pattern,
    bit_or(case when met is null then problem else 0 end) as unmeasured
from problems
group by feed, visit
