-- row: one day, channel and campaign of the ad reports: clicks, and visits that came; null visits where the traffic never names the campaign
-- parameters: none
-- tables: ad_cells, chain_visits
with clicked as (
    select
        day,
        channel,
        campaign,
        sum(clicks) as clicks
    from ad_cells
    where day = day_to and clicks is not null
    group by day, channel, campaign
),

seen as (
    select
        day,
        channel,
        campaign,
        count(*) as visits
    from chain_visits
    where campaign <> 'not_stated'
    group by day, channel, campaign
),

named as (
    select distinct
        channel,
        campaign
    from seen
),

covered as (
    select distinct day
    from chain_visits
)

select
    c.day as day,
    c.channel as channel,
    c.campaign as campaign,
    c.clicks as clicks,
    case when n.campaign is not null then coalesce(s.visits, 0) end as visits
from clicked as c
inner join covered as d on c.day = d.day
left join named as n on c.channel = n.channel and c.campaign = n.campaign
left join seen as s on c.day = s.day and c.channel = s.channel and c.campaign = s.campaign
