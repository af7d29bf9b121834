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
from cells
group by category
union all
select
    'visitor' as dimension,
    visitor as code,
    sum(sessions) as sessions
from cells
group by visitor
union all
select
    'campaign' as dimension,
    campaign as code,
    sum(sessions) as sessions
from cells
group by campaign
union all
select
    'source' as dimension,
    source as code,
    sum(sessions) as sessions
from cells
group by source
order by 1, 3 desc nulls last, 2
