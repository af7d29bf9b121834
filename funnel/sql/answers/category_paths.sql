-- row: visits of one path, of days old enough to know what was kept or of younger ones (ripe), in one asked-for segment of one feed, where categories are told apart; weeks and days as ISO text, what is not asked for is null
-- parameters: $start, $end, $whole_start, $whole_end (the days of them that are whole weeks from Monday to Sunday; none for days or one feed), $kept_until, $feed (null: the leading feed of each day), $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: category_weeks, cells, leading_feeds, ad_cells
with ad_channels as (
    select distinct channel
    from ad_cells
    where day >= $start and day_to <= $end and clicks > 0
),

held as (
    select
        w.feed as feed,
        case when $by_channel then w.channel end as channel,
        case when $by_device then w.device end as device,
        case when $by_category then w.category end as category,
        case when $by_visitor then w.visitor end as visitor,
        case when $by_campaign then w.campaign end as campaign,
        case when $by_source then w.source end as source,
        case when $by_week then cast(w.week as varchar) end as week,
        cast(null as varchar) as day,
        w.path as path,
        case when w.channel in (select channel from ad_channels) then 1 else 0 end as from_ads,
        w.ripe as ripe,
        w.sessions as sessions,
        w.matched_sessions as matched_sessions,
        w.kept_sessions as kept_sessions
    from category_weeks as w
    where
        w.week between $whole_start and $whole_end
        and ($channels is null or list_contains($channels, w.channel))
        and ($devices is null or list_contains($devices, w.device))
        and ($categories is null or list_contains($categories, w.category))
        and ($visitors is null or list_contains($visitors, w.visitor))
        and ($campaigns is null or list_contains($campaigns, w.campaign))
        and ($sources is null or list_contains($sources, w.source))
    union all
    select
        c.feed,
        case when $by_channel then c.channel end as channel,
        case when $by_device then c.device end as device,
        case when $by_category then c.category end as category,
        case when $by_visitor then c.visitor end as visitor,
        case when $by_campaign then c.campaign end as campaign,
        case when $by_source then c.source end as source,
        case when $by_week then cast(cast(date_trunc('week', c.day) as date) as varchar) end as week,
        case when $by_day then cast(c.day as varchar) end as day,
        c.path,
        case when c.channel in (select channel from ad_channels) then 1 else 0 end as from_ads,
        case when c.day <= $kept_until then 1 else 0 end as ripe,
        c.sessions,
        c.matched_sessions,
        c.kept_sessions
    from cells as c
    left join leading_feeds as l on c.day = l.day
    where
        c.day between $start and $end
        and (c.day < $whole_start or c.day > $whole_end)
        and c.feed = coalesce($feed, l.feed)
        and ($channels is null or list_contains($channels, c.channel))
        and ($devices is null or list_contains($devices, c.device))
        and ($categories is null or list_contains($categories, c.category))
        and ($visitors is null or list_contains($visitors, c.visitor))
        and ($campaigns is null or list_contains($campaigns, c.campaign))
        and ($sources is null or list_contains($sources, c.source))
)

select
    feed,
    channel,
    device,
    category,
    visitor,
    campaign,
    source,
    week,
    day,
    path,
    from_ads,
    ripe,
    cast(sum(sessions) as bigint) as sessions,
    cast(sum(matched_sessions) as bigint) as matched_sessions,
    cast(sum(kept_sessions) as bigint) as kept_sessions
from held
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
