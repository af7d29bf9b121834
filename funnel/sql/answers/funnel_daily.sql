-- row: counts of one asked-for segment of one aggregate feed; a dimension not asked for is null
-- parameters: $start, $end, $feed (null: the leading feed of each day), $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: daily_cells, leading_feeds, ad_cells
with ad_channels as (
    select distinct channel
    from ad_cells
    where day >= $start and day_to <= $end and clicks > 0
),

known_days as (
    select day
    from leading_feeds
    where $feed is null
    union
    select day
    from daily_cells
    where day = day_to and feed = $feed
),

spans as (
    -- Reports without days count whole or not at all, only where no day is known, and never two over one day.
    select distinct feed, day, day_to
    from daily_cells
    where
        day < day_to and day >= $start and day_to <= $end
        and feed = coalesce($feed, feed)
        and not ($by_week or $by_day)
        and not exists (select 1 from known_days as k where k.day between daily_cells.day and daily_cells.day_to)
),

leading_spans as (
    select feed, day, day_to
    from spans
    where not exists (
        select 1
        from spans as o
        where
            o.day <= spans.day_to and o.day_to >= spans.day
            and (
                o.day_to - o.day > spans.day_to - spans.day
                or (o.day_to - o.day = spans.day_to - spans.day and o.day > spans.day)
                or (o.day = spans.day and o.day_to = spans.day_to and o.feed < spans.feed)
            )
    )
)

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
    case when a.channel is null then 0 else 1 end as from_ads,
    sum(d.session_start) as session_start,
    sum(d.view_item) as view_item,
    sum(d.add_to_cart) as add_to_cart,
    sum(d.begin_checkout) as begin_checkout,
    sum(d.add_shipping_info) as add_shipping_info,
    sum(d.add_payment_info) as add_payment_info,
    sum(d.purchase) as purchase,
    sum(d.revenue) as revenue
from daily_cells as d
left join ad_channels as a on d.channel = a.channel
left join leading_feeds as l on d.day = l.day and d.day_to = d.day
left join leading_spans as p on d.feed = p.feed and d.day = p.day and d.day_to = p.day_to
where
    d.day >= $start and d.day_to <= $end
    and (p.feed is not null or (d.day = d.day_to and d.feed = coalesce($feed, l.feed)))
    and ($channels is null or list_contains($channels, d.channel))
    and ($devices is null or list_contains($devices, d.device))
    and ($categories is null or list_contains($categories, d.category))
    and ($visitors is null or list_contains($visitors, d.visitor))
    and ($campaigns is null or list_contains($campaigns, d.campaign))
    and ($sources is null or list_contains($sources, d.source))
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
order by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
