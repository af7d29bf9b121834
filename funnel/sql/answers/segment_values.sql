-- row: one code of one dimension and its visits
-- parameters: none
-- tables: cells, daily_cells
select
    'channel' as dimension,
    channel as code,
    sum(sessions) as sessions
from (
    select channel, sessions from cells
    union all
    select channel, session_start as sessions from daily_cells
) as c
group by channel
union all
select
    'device' as dimension,
    device as code,
    sum(sessions) as sessions
from (
    select device, sessions from cells
    union all
    select device, session_start as sessions from daily_cells
) as d
group by device
union all
select
    'category' as dimension,
    category as code,
    sum(sessions) as sessions
from (
    select category, sessions from cells
    union all
    select category, session_start as sessions from daily_cells
) as ca
group by category
union all
select
    'visitor' as dimension,
    visitor as code,
    sum(sessions) as sessions
from (
    select visitor, sessions from cells
    union all
    select visitor, session_start as sessions from daily_cells
) as vi
group by visitor
union all
select
    'campaign' as dimension,
    campaign as code,
    sum(sessions) as sessions
from (
    select campaign, sessions from cells
    union all
    select campaign, session_start as sessions from daily_cells
) as ca
group by campaign
union all
select
    'source' as dimension,
    source as code,
    sum(sessions) as sessions
from (
    select source, sessions from cells
    union all
    select source, session_start as sessions from daily_cells
) as so
group by source
order by 1, 3 desc nulls last, 2
