-- row: one day and segment of visits, numbered so that many visits are grouped by one whole number; whole: the number that stands for all its categories
-- parameters: none
-- tables: chain_visits
select
    segment,
    min(segment) over (partition by feed, day, channel, device, visitor) as whole,
    feed,
    day,
    channel,
    device,
    category,
    visitor
from (
    select
        row_number() over (order by feed, day, channel, device, category, visitor) as segment,
        d.*
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
) as n
