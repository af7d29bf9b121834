-- row: one day, channel and campaign whose visits the traffic names: clicks and the visits that came
-- parameters: none
-- tables: clicks_lost_cells
select
    day,
    channel,
    campaign,
    clicks,
    visits
from clicks_lost_cells
where visits is not null
order by day, channel, campaign
