-- row: one factor: visits that met it, could meet it, or are not known
-- parameters: none
-- tables: loss_groups, loss_segments, factor_bits
select
    b.code,
    b.bit,
    sum(case when (g.pattern & b.problem) <> 0 then g.visits else 0 end) as met,
    sum(case when (g.chances & b.problem) <> 0 and (g.unmeasured & b.problem) = 0 then g.visits else 0 end) as chances,
    sum(case when (g.unmeasured & b.problem) <> 0 then g.visits else 0 end) as unmeasured,
    min(case when (g.chances & b.problem) <> 0 and (g.unmeasured & b.problem) = 0 then d.day end) as first_day,
    max(case when (g.chances & b.problem) <> 0 and (g.unmeasured & b.problem) = 0 then d.day end) as last_day
from factor_bits as b
left join loss_groups as g on (g.chances & b.problem) <> 0
left join loss_segments as d on g.segment = d.segment
group by b.code, b.bit
