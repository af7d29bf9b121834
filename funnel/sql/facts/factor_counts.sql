-- row: one factor: visits that met it, could meet it, or are not known
-- parameters: none
-- tables: loss_groups, loss_segments, factor_bits
with told as (
    -- A bit of a pattern is read without a word for it, which not every engine has.
    select
        b.code as code,
        g.visits as visits,
        d.day as day,
        case when g.pattern % (2 * b.problem) >= b.problem then 1 else 0 end as met,
        case when g.unmeasured % (2 * b.problem) >= b.problem then 1 else 0 end as unmeasured
    from factor_bits as b
    inner join loss_groups as g on g.chances % (2 * b.problem) >= b.problem
    inner join loss_segments as d on g.segment = d.segment
),

counted as (
    select
        code,
        sum(case when met = 1 then visits else 0 end) as met,
        sum(case when unmeasured = 0 then visits else 0 end) as chances,
        sum(case when unmeasured = 1 then visits else 0 end) as unmeasured,
        min(case when unmeasured = 0 then day end) as first_day,
        max(case when unmeasured = 0 then day end) as last_day
    from told
    group by code
)

select
    b.code as code,
    b.bit as bit,
    coalesce(c.met, 0) as met,
    coalesce(c.chances, 0) as chances,
    coalesce(c.unmeasured, 0) as unmeasured,
    c.first_day as first_day,
    c.last_day as last_day
from factor_bits as b
left join counted as c on b.code = c.code
