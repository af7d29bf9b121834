-- row: visits of one path in one asked-for segment; a key not asked for is null
-- parameters: $start, $end, lists of codes allowed (null: all), $by_browser, $by_page_kind, $by_search, $by_device
-- tables: site_cells
select
    feed,
    case when $by_browser then browser end as browser,
    case when $by_page_kind then page_kind end as page_kind,
    case when $by_search then search end as search,
    case when $by_device then device end as device,
    path,
    sum(sessions) as sessions,
    sum(orders) as orders,
    sum(revenue) as revenue
from site_cells
where
    day between $start and $end
    and ($channels is null or list_contains($channels, channel))
    and ($devices is null or list_contains($devices, device))
group by 1, 2, 3, 4, 5, 6
order by 1, 2, 3, 4, 5, 6
