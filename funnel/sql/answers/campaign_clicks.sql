-- row: one channel and campaign over days that have both ad reports and visits: clicks, the visits under its name, and what those clicks cost
-- parameters: $start, $end, $channels, $campaigns (null: all)
-- tables: clicks_lost_cells, ad_cells
with costs as (
    select
        day,
        channel,
        campaign,
        sum(cost) as cost
    from ad_cells
    where day = day_to and clicks is not null
    group by day, channel, campaign
)

select
    c.channel,
    c.campaign,
    sum(case when c.day between $start and $end then c.clicks end) as clicks,
    sum(case when c.day between $start and $end then c.visits end) as visits,
    sum(case when c.day between $start and $end then k.cost end) as cost,
    sum(case when c.day < $start then c.clicks end) as clicks_before,
    sum(case when c.day < $start then c.visits end) as visits_before
from clicks_lost_cells as c
left join costs as k on c.day = k.day and c.channel = k.channel and c.campaign = k.campaign
where
    c.visits is not null
    and ($channels is null or list_contains($channels, c.channel))
    and ($campaigns is null or list_contains($campaigns, c.campaign))
group by c.channel, c.campaign
order by c.channel, c.campaign
