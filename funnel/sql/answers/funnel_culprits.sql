-- row: visits of one path, of days old enough to know what was kept or of younger ones (ripe), that met one problem (by one culprit), in one asked-for segment of one feed; a dimension not asked for is null
-- parameters: $start, $end, $kept_until, $problem, $kind, $culprit (null: any), $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: culprit_cells
select
    c.feed,
    case when $by_channel then c.channel end as channel,
    case when $by_device then c.device end as device,
    case when $by_category then c.category end as category,
    case when $by_visitor then c.visitor end as visitor,
    case when $by_campaign then c.campaign end as campaign,
    case when $by_source then c.source end as source,
    case when $by_week then cast(date_trunc('week', c.day) as date) end as week,
    case when $by_day then c.day end as day,
    c.path,
    0 as from_ads,
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
from culprit_cells as c
where
    c.day between $start and $end
    and c.code = $problem
    and c.kind = $kind
    and ($culprit is null or c.culprit = $culprit)
    and ($channels is null or list_contains($channels, c.channel))
    and ($devices is null or list_contains($devices, c.device))
    and ($categories is null or list_contains($categories, c.category))
    and ($visitors is null or list_contains($visitors, c.visitor))
    and ($campaigns is null or list_contains($campaigns, c.campaign))
    and ($sources is null or list_contains($sources, c.source))
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
