-- row: visits of one path, of days old enough to know what was kept or of younger ones (ripe), in one asked-for segment of one feed; a dimension not asked for is null; categories are not told apart
-- parameters: $start, $end, $kept_until, $feed (null: the leading feed of each day), $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: whole_cells, leading_feeds, ad_cells
with ad_channels as (
    select distinct channel
    from ad_cells
    where day >= $start and day_to <= $end and clicks > 0
)

select
    c.feed,
    case when $by_channel then c.channel end as channel,
    case when $by_device then c.device end as device,
    cast(null as varchar) as category,
    case when $by_visitor then c.visitor end as visitor,
    case when $by_campaign then c.campaign end as campaign,
    case when $by_source then c.source end as source,
    case when $by_week then cast(date_trunc('week', c.day) as date) end as week,
    case when $by_day then c.day end as day,
    c.path,
    case when a.channel is null then 0 else 1 end as from_ads,
    case when c.day <= $kept_until then 1 else 0 end as ripe,
    sum(c.sessions) as sessions,
    sum(c.orders) as orders,
    sum(c.revenue) as revenue,
    sum(c.matched_orders) as matched_orders,
    sum(c.paid_orders) as paid_orders,
    sum(c.paid_revenue) as paid_revenue,
    sum(c.matched_sessions) as matched_sessions,
    sum(c.kept_orders) as kept_orders,
    sum(c.kept_revenue) as kept_revenue,
    sum(c.kept_sessions) as kept_sessions
from whole_cells as c
left join leading_feeds as l on c.day = l.day
left join ad_channels as a on c.channel = a.channel
where
    c.day between $start and $end
    and c.feed = coalesce($feed, l.feed)
    and ($channels is null or list_contains($channels, c.channel))
    and ($devices is null or list_contains($devices, c.device))
    and ($visitors is null or list_contains($visitors, c.visitor))
    and ($campaigns is null or list_contains($campaigns, c.campaign))
    and ($sources is null or list_contains($sources, c.source))
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
