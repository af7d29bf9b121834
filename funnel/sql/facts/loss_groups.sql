-- row: visits alike in day, segment, furthest step and problems
-- parameters: none
-- tables: visit_flags
select
    segment,
    furthest,
    judged,
    kept,
    chances,
    pattern,
    unmeasured,
    count(*) as visits
from visit_flags
group by segment, furthest, judged, kept, chances, pattern, unmeasured
