-- row: visits of one landing page, channel, campaign and device, on whatever day, numbered from 0
-- parameters: none
-- tables: landing_cells
select
    cast(row_number() over (order by channel, campaign, device, landing) - 1 as integer) as kind,
    landing,
    channel,
    campaign,
    device
from (
    select distinct
        coalesce(page, 'not_stated') as landing,
        channel,
        campaign,
        device
    from landing_cells
) as k
