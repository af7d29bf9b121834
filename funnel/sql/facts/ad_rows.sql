-- row: one campaign of one day, or of one longer period of a report without days; the latest export of the same days
-- parameters: none
-- tables: ad_costs
with latest as (
    select
        feed,
        day,
        day_to,
        max(recency) as recency
    from ad_costs
    group by feed, day, day_to
)

select
    a.feed,
    a.day,
    a.day_to,
    a.channel,
    a.source,
    a.medium,
    a.campaign,
    a.device,
    a.impressions,
    a.clicks,
    a.cost
from ad_costs as a
inner join latest as l on a.feed = l.feed and a.day = l.day and a.day_to = l.day_to and a.recency = l.recency
