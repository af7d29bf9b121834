-- row: orders and money of one asked-for segment, of days old enough to know what was kept or of younger ones (ripe), where categories are told apart; a segment without any is left out, what is not asked for is null
-- parameters: $start, $end, $kept_until, $feed (null: the leading feed of each day), $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: ordering_cells, leading_feeds
select
    case when $by_channel then c.channel end as channel,
    case when $by_device then c.device end as device,
    case when $by_category then c.category end as category,
    case when $by_visitor then c.visitor end as visitor,
    case when $by_campaign then c.campaign end as campaign,
    case when $by_source then c.source end as source,
    case when $by_week then cast(date_trunc('week', c.day) as date) end as week,
    case when $by_day then c.day end as day,
    case when c.day <= $kept_until then 1 else 0 end as ripe,
    cast(sum(c.orders) as bigint) as orders,
    sum(c.revenue) as revenue,
    cast(sum(c.matched_orders) as bigint) as matched_orders,
    cast(sum(c.paid_orders) as bigint) as paid_orders,
    sum(c.paid_revenue) as paid_revenue,
    cast(sum(c.kept_orders) as bigint) as kept_orders,
    sum(c.kept_revenue) as kept_revenue
from ordering_cells as c
left join leading_feeds as l on c.day = l.day
where
    c.day between $start and $end
    and c.feed = coalesce($feed, l.feed)
    and ($channels is null or list_contains($channels, c.channel))
    and ($devices is null or list_contains($devices, c.device))
    and ($categories is null or list_contains($categories, c.category))
    and ($visitors is null or list_contains($visitors, c.visitor))
    and ($campaigns is null or list_contains($campaigns, c.campaign))
    and ($sources is null or list_contains($sources, c.source))
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
