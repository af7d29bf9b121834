-- row: one day and segment of visits, numbered within its day so that many visits are grouped by one whole number; whole: the number that stands for all its categories
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
        -- Year, month and day before the number: a day's numbers are the same whatever other days there are.
        cast(extract(year from d.day) * 10000 + extract(month from d.day) * 100 + extract(day from d.day) as bigint)
        * 10000000
        + row_number() over (
            partition by d.day order by d.feed, d.channel, d.device, d.category, d.visitor
        ) as segment,
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
