-- row: visits at risk of one step, alike in day, segment, opportunities and problems of that step, and how many went on
-- parameters: none
-- tables: loss_groups, loss_segments, loss_steps
with counted as (
    select
        g.segment,
        s.step,
        s.place,
        g.chances & s.mask as chances,
        g.pattern & s.mask as pattern,
        g.unmeasured & s.mask as unmeasured,
        sum(g.visits) as at_risk,
        sum(
            case
                when s.step = 'kept' then g.visits * g.kept
                when g.furthest >= s.place then g.visits
                else 0
            end
        ) as went_on,
        sum(case when g.furthest >= 5 then g.visits else 0 end) as bought
    from loss_groups as g
    inner join loss_steps as s on g.furthest >= s.place - 1
    where s.step <> 'kept' or g.judged = 1
    group by g.segment, s.step, s.place, g.chances & s.mask, g.pattern & s.mask, g.unmeasured & s.mask
)

select
    d.feed,
    d.day,
    d.channel,
    d.device,
    -- What a visit looked at is known only once it looked: no stratum of the first step.
    case when c.place = 1 then 'not_stated' else d.category end as category,
    d.visitor,
    c.step,
    cast(c.chances as varchar) as stratum,
    c.pattern,
    c.unmeasured,
    cast(sum(c.at_risk) as bigint) as at_risk,
    cast(sum(c.went_on) as bigint) as went_on,
    cast(sum(c.bought) as bigint) as bought
from counted as c
inner join loss_segments as d on c.segment = d.segment
group by
    d.feed,
    d.day,
    d.channel,
    d.device,
    case when c.place = 1 then 'not_stated' else d.category end,
    d.visitor,
    c.step,
    c.chances,
    c.pattern,
    c.unmeasured
