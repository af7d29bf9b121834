-- row: one day, channel and campaign of the ad reports: clicks, visits that came, their orders and what these left; all but clicks are null where the traffic never names the campaign
-- parameters: none
-- tables: ad_cells, campaign_days
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
        cast(sum(visits) as bigint) as visits,
        sum(orders) as orders,
        sum(value) as value
    from campaign_days
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
    from campaign_days
)

select
    c.day as day,
    c.channel as channel,
    c.campaign as campaign,
    c.clicks as clicks,
    case when n.campaign is not null then coalesce(s.visits, 0) end as visits,
    case when n.campaign is not null then cast(coalesce(s.orders, 0) as bigint) end as orders,
    case when n.campaign is not null then cast(coalesce(s.value, 0) as decimal(18, 2)) end as value
from clicked as c
inner join covered as d on c.day = d.day
left join named as n on c.channel = n.channel and c.campaign = n.campaign
left join seen as s on c.day = s.day and c.channel = s.channel and c.campaign = s.campaign
