-- row: ad clicks of one asked-for segment; a dimension not asked for is null, one that ad reports never state is not_stated
-- parameters: $start, $end, $by_* (which dimensions), lists of codes allowed (null: all)
-- tables: ad_cells
select
    case when $by_channel then channel end as channel,
    case when $by_device then device end as device,
    case when $by_category then 'not_stated' end as category,
    case when $by_visitor then 'not_stated' end as visitor,
    case when $by_campaign then campaign end as campaign,
    case when $by_source then source end as source,
    case when $by_week then cast(date_trunc('week', day) as date) end as week,
    case when $by_day then day end as day,
    sum(clicks) as clicks,
    sum(impressions) as impressions,
    sum(cost) as cost
from ad_cells
where
    day >= $start and day_to <= $end
    and not (day < day_to and ($by_week or $by_day))
    and ($channels is null or list_contains($channels, channel))
    and ($devices is null or list_contains($devices, device))
    and ($categories is null or list_contains($categories, 'not_stated'))
    and ($visitors is null or list_contains($visitors, 'not_stated'))
    and ($campaigns is null or list_contains($campaigns, campaign))
    and ($sources is null or list_contains($sources, source))
group by 1, 2, 3, 4, 5, 6, 7, 8
order by 1, 2, 3, 4, 5, 6, 7, 8
