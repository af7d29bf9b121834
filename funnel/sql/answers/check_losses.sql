-- row: one step of the losses: visits at risk of it as cells and as lines hold them, visits that went on, and the visits of all segments with money; counted: at risk of any step and gone on from any, as questions read them, and read: the visits they read
-- parameters: none
-- tables: loss_steps, loss_cells, loss_lines, loss_counts, loss_money, loss_visits
select
    s.step,
    s.place,
    coalesce(sum(c.at_risk), 0) as at_risk,
    coalesce(sum(c.went_on), 0) as went_on,
    (select coalesce(sum(l.at_risk), 0) from loss_lines as l where l.place = s.place) as lined,
    (select coalesce(sum(m.visits), 0) from loss_money as m) as visits,
    (select coalesce(sum(r.visits), 0) from loss_visits as r) as read,
    (select coalesce(sum(k.at_risk), 0) from loss_counts as k) as counted,
    (select coalesce(sum(k.went_on), 0) from loss_counts as k) as counted_on
from loss_steps as s
left join loss_cells as c on s.place = c.place
group by s.step, s.place
order by s.place
