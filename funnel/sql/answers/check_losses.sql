-- row: one step of the losses: visits at risk of it, visits that went on, and the visits of all segments with money
-- parameters: none
-- tables: loss_steps, loss_cells, loss_money
select
    s.step,
    s.place,
    coalesce(sum(c.at_risk), 0) as at_risk,
    coalesce(sum(c.went_on), 0) as went_on,
    (select coalesce(sum(m.visits), 0) from loss_money as m) as visits
from loss_steps as s
left join loss_cells as c on s.place = c.place
group by s.step, s.place
order by s.place
