-- row: one visit: its day and segment, how far it came, what it could meet, what it met, what is not known, and its money
-- parameters: none
-- tables: chain_visits, loss_segments, visit_problems
select
    s.segment as segment,
    c.furthest as furthest,
    c.judged as judged,
    c.kept as kept,
    coalesce(p.chances, 0) as chances,
    coalesce(p.pattern, 0) as pattern,
    coalesce(p.unmeasured, 0) as unmeasured,
    c.paid_value as paid_value,
    c.value as value
from chain_visits as c
inner join loss_segments as s
    on
        c.feed = s.feed
        and c.day = s.day
        and c.channel = s.channel
        and c.device = s.device
        and c.category = s.category
        and c.visitor = s.visitor
left join visit_problems as p on c.feed = p.feed and c.visit = p.visit
