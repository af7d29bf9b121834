-- row: orders of the period by channel and device, where asked; percentiles are exact
-- parameters: $start, $end, lists of codes allowed (null: all), $by_channel, $by_device
-- tables: order_waits
select
    case when $by_channel then channel end as channel,
    case when $by_device then device end as device,
    count(*) as orders,
    count(first_seconds) as known,
    sum(came_back) as came_back,
    percentile_disc(0.5) within group (order by visit_seconds) as visit_p50,
    percentile_disc(0.9) within group (order by visit_seconds) as visit_p90,
    percentile_disc(0.5) within group (order by first_seconds) as first_p50,
    percentile_disc(0.9) within group (order by first_seconds) as first_p90
from order_waits
where
    day between $start and $end
    and ($channels is null or list_contains($channels, channel))
    and ($devices is null or list_contains($devices, device))
group by 1, 2
order by 1, 2
