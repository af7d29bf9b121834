-- row: visits alike in day, segment, furthest step and problems
-- parameters: none
-- tables: chain_visits, visit_problems
select
    c.feed,
    c.day,
    c.channel,
    c.device,
    c.category,
    c.visitor,
    c.furthest,
    c.judged,
    c.kept,
    coalesce(p.chances, 0) as chances,
    coalesce(p.pattern, 0) as pattern,
    coalesce(p.unmeasured, 0) as unmeasured,
    count(*) as visits
from chain_visits as c
left join visit_problems as p on c.feed = p.feed and c.visit = p.visit
group by
    c.feed,
    c.day,
    c.channel,
    c.device,
    c.category,
    c.visitor,
    c.furthest,
    c.judged,
    c.kept,
    p.chances,
    p.pattern,
    p.unmeasured
