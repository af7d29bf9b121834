-- row: one campaign on one day: visits and product views of its 28 days before, and of the channel's other campaigns
-- parameters: none
-- tables: campaign_days
with advertised as (
    select
        feed,
        channel,
        campaign,
        day,
        visits,
        views
    from campaign_days
    where from_ad = 1 and campaign not in ('not_stated', 'other', '(not set)', '(other)')
),

own as (
    select
        c.feed,
        c.channel,
        c.campaign,
        c.day,
        sum(p.visits) as visits,
        sum(p.views) as views
    from advertised as c
    inner join advertised as p
        on
            c.feed = p.feed
            and c.channel = p.channel
            and c.campaign = p.campaign
            and p.day < c.day
            and p.day >= c.day - 28
    group by c.feed, c.channel, c.campaign, c.day
),

channel_days as (
    select
        feed,
        channel,
        day,
        sum(visits) as visits,
        sum(views) as views
    from advertised
    group by feed, channel, day
),

channel_pasts as (
    select
        c.feed,
        c.channel,
        c.day,
        sum(p.visits) as visits,
        sum(p.views) as views
    from channel_days as c
    inner join channel_days as p
        on c.feed = p.feed and c.channel = p.channel and p.day < c.day and p.day >= c.day - 28
    group by c.feed, c.channel, c.day
)

select
    o.feed,
    o.channel,
    o.campaign,
    o.day,
    o.visits,
    o.views,
    c.visits - o.visits as other_visits,
    c.views - o.views as other_views
from own as o
inner join channel_pasts as c on o.feed = c.feed and o.channel = c.channel and o.day = c.day
