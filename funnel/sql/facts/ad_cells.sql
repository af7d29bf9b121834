-- row: advertising of one feed, day, channel, campaign and device
-- parameters: none
-- tables: ad_rows, channels
select
    a.feed,
    a.day,
    a.day_to,
    c.channel as channel,
    coalesce(a.device, 'not_stated') as device,
    coalesce(a.source, 'not_stated') as source,
    coalesce(a.campaign, 'not_stated') as campaign,
    sum(a.impressions) as impressions,
    sum(a.clicks) as clicks,
    sum(a.cost) as cost
from ad_rows as a
inner join channels as c
    on
        coalesce(a.channel, '') = c.stated
        and coalesce(a.source, '') = c.source
        and coalesce(a.medium, '') = c.medium
        and coalesce(a.campaign, '') = c.campaign
group by a.feed, a.day, a.day_to, c.channel, a.device, a.source, a.campaign
