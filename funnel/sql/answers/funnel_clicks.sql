-- row: ad clicks of one asked-for segment; a dimension not asked for is null, one that ad reports never state is not_stated
-- parameters: $start, $end, $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: ad_cells
with spans as (
    -- No click counts twice: of reports of one platform over the same days, the longest inside the period counts.
    select distinct feed, day, day_to
    from ad_cells
    where day >= $start and day_to <= $end and (day = day_to or not ($by_week or $by_day))
),

leading_spans as (
    select feed, day, day_to
    from spans
    where not exists (
        select 1
        from spans as o
        where
            o.feed = spans.feed and o.day <= spans.day_to and o.day_to >= spans.day
            and (
                o.day_to - o.day > spans.day_to - spans.day
                or (o.day_to - o.day = spans.day_to - spans.day and o.day > spans.day)
            )
    )
)

select
    case when $by_channel then a.channel end as channel,
    case when $by_device then a.device end as device,
    case when $by_category then 'not_stated' end as category,
    case when $by_visitor then 'not_stated' end as visitor,
    case when $by_campaign then a.campaign end as campaign,
    case when $by_source then a.source end as source,
    case when $by_week then cast(date_trunc('week', a.day) as date) end as week,
    case when $by_day then a.day end as day,
    sum(a.clicks) as clicks,
    sum(a.impressions) as impressions,
    sum(a.cost) as cost
from ad_cells as a
inner join leading_spans as p on a.feed = p.feed and a.day = p.day and a.day_to = p.day_to
where
    ($channels is null or list_contains($channels, a.channel))
    and ($devices is null or list_contains($devices, a.device))
    and ($categories is null or list_contains($categories, 'not_stated'))
    and ($visitors is null or list_contains($visitors, 'not_stated'))
    and ($campaigns is null or list_contains($campaigns, a.campaign))
    and ($sources is null or list_contains($sources, a.source))
group by 1, 2, 3, 4, 5, 6, 7, 8
order by 1, 2, 3, 4, 5, 6, 7, 8
