-- row: visits at risk of one step, alike in segment, opportunities and problems of that step, and how many went on
-- parameters: none
-- tables: loss_groups, loss_segments, loss_steps
select
    s.place as place,
    -- What a visit looked at is known only once it looked: no stratum of the first step.
    case when s.place = 1 then d.whole else g.segment end as segment,
    g.chances & s.mask as stratum,
    g.pattern & s.mask as pattern,
    g.unmeasured & s.mask as unmeasured,
    cast(sum(g.visits) as bigint) as at_risk,
    cast(
        sum(
            case
                when s.step = 'kept' then g.visits * g.kept
                when g.furthest >= s.place then g.visits
                else 0
            end
        ) as bigint
    ) as went_on,
    cast(sum(case when g.furthest >= 5 then g.visits else 0 end) as bigint) as bought
from loss_groups as g
inner join loss_segments as d on g.segment = d.segment
inner join loss_steps as s on g.furthest >= s.place - 1
where s.step <> 'kept' or g.judged = 1
group by
    s.place,
    case when s.place = 1 then d.whole else g.segment end,
    g.chances & s.mask,
    g.pattern & s.mask,
    g.unmeasured & s.mask
