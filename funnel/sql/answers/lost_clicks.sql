-- row: one day, channel and campaign whose visits the traffic names: clicks, the visits that came, their orders and what these left
-- parameters: none
-- tables: clicks_lost_cells
select
    day,
    channel,
    campaign,
    clicks,
    visits,
    orders,
    value
from clicks_lost_cells
where visits is not null
order by day, channel, campaign
