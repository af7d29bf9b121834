-- row: one day and segment of visits, numbered so that many visits are grouped by one whole number
-- parameters: none
-- tables: chain_visits
select
    row_number() over (order by feed, day, channel, device, category, visitor) as segment,
    feed,
    day,
    channel,
    device,
    category,
    visitor
from (
    select distinct
        feed,
        day,
        channel,
        device,
        category,
        visitor
    from chain_visits
) as d
