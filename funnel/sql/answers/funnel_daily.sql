-- row: counts of one asked-for segment of one aggregate feed; a dimension not asked for is null
-- parameters: $start, $end, $feed (null: the leading feed of each day), $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: daily_cells, leading_feeds
select
    d.feed,
    case when $by_channel then d.channel end as channel,
    case when $by_device then d.device end as device,
    case when $by_category then d.category end as category,
    case when $by_visitor then d.visitor end as visitor,
    case when $by_campaign then d.campaign end as campaign,
    case when $by_source then d.source end as source,
    case when $by_week then cast(date_trunc('week', d.day) as date) end as week,
    case when $by_day then d.day end as day,
    sum(d.session_start) as session_start,
    sum(d.view_item) as view_item,
    sum(d.add_to_cart) as add_to_cart,
    sum(d.begin_checkout) as begin_checkout,
    sum(d.add_shipping_info) as add_shipping_info,
    sum(d.add_payment_info) as add_payment_info,
    sum(d.purchase) as purchase,
    sum(d.revenue) as revenue
from daily_cells as d
left join leading_feeds as l on d.day = l.day and d.day_to = d.day
where
    d.day >= $start and d.day_to <= $end
    and (
        d.feed = coalesce($feed, l.feed)
        or (
            $feed is null
            and d.day < d.day_to
            and not ($by_week or $by_day)
            and not exists (select 1 from leading_feeds as f where f.day between d.day and d.day_to)
        )
    )
    and ($channels is null or list_contains($channels, d.channel))
    and ($devices is null or list_contains($devices, d.device))
    and ($categories is null or list_contains($categories, d.category))
    and ($visitors is null or list_contains($visitors, d.visitor))
    and ($campaigns is null or list_contains($campaigns, d.campaign))
    and ($sources is null or list_contains($sources, d.source))
group by 1, 2, 3, 4, 5, 6, 7, 8, 9
order by 1, 2, 3, 4, 5, 6, 7, 8, 9
