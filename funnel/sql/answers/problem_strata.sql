-- row: how many strata the visits of the days fall into when told apart ever more finely; one row
-- parameters: none
-- tables: loss_money
select
    coalesce(sum(visits), 0) as visits,
    count(distinct concat_ws('|', channel, device)) as plain,
    count(distinct concat_ws('|', channel, device, visitor)) as by_visitor,
    count(distinct concat_ws('|', channel, device, visitor, category)) as by_category
from loss_money
