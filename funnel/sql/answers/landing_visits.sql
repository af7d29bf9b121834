-- row: visits of one landing page, channel, campaign and device; pages beyond the $most most visited are “other”
-- parameters: $start, $end, $most, $kept_until, lists of codes allowed (null: all)
-- tables: landing_cells
with landed as (
    select
        coalesce(page, 'not_stated') as landing,
        channel,
        campaign,
        device,
        sum(visits) as visits,
        sum(viewing) as viewing,
        sum(buying) as buying,
        sum(orders) as orders,
        sum(revenue) as revenue,
        sum(squared_revenue) as squared_revenue,
        sum(case when day <= $kept_until then matched_orders end) as judged_orders,
        sum(case when day <= $kept_until then kept_orders end) as kept_orders,
        sum(case when day <= $kept_until then kept_revenue end) as kept_revenue
    from landing_cells
    where
        day between $start and $end
        and ($channels is null or list_contains($channels, channel))
        and ($devices is null or list_contains($devices, device))
        and ($categories is null or list_contains($categories, category))
        and ($visitors is null or list_contains($visitors, visitor))
        and ($campaigns is null or list_contains($campaigns, campaign))
        and ($sources is null or list_contains($sources, source))
    group by 1, 2, 3, 4
),

ranked as (
    select
        landing,
        row_number() over (order by sum(visits) desc, landing) as place
    from landed
    group by landing
)

select
    case when r.place <= $most or d.landing = 'not_stated' then d.landing else 'other' end as landing,
    d.channel,
    d.campaign,
    d.device,
    cast(sum(d.visits) as bigint) as visits,
    sum(d.viewing) as viewing,
    sum(d.buying) as buying,
    sum(d.orders) as orders,
    sum(d.revenue) as revenue,
    sum(d.squared_revenue) as squared_revenue,
    sum(d.judged_orders) as judged_orders,
    sum(d.kept_orders) as kept_orders,
    sum(d.kept_revenue) as kept_revenue
from landed as d
inner join ranked as r on d.landing = r.landing
group by 1, 2, 3, 4
order by 1, 2, 3, 4
