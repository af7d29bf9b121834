-- row: visits at risk of one step, alike in day, segment, opportunities and problems of that step, and how many went on
-- parameters: none
-- tables: loss_groups, loss_steps
select
    g.feed,
    g.day,
    g.channel,
    g.device,
    -- What a visit looked at is known only once it looked: no stratum of the first step.
    case when s.place = 1 then 'not_stated' else g.category end as category,
    g.visitor,
    s.step,
    cast(g.chances & s.mask as varchar) as stratum,
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
group by
    g.feed,
    g.day,
    g.channel,
    g.device,
    case when s.place = 1 then 'not_stated' else g.category end,
    g.visitor,
    s.step,
    cast(g.chances & s.mask as varchar),
    g.pattern & s.mask,
    g.unmeasured & s.mask
