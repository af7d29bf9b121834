-- row: visits of one landing page, channel, campaign and device; pages beyond the $most most visited are “other”; null where no order came of them
-- parameters: $start, $end, $most, $kept_until, lists of codes allowed (null: all)
-- tables: landing_kinds, landing_counts, landing_orders
with came as (
    select
        kind,
        sum(visits) as visits,
        sum(viewing) as viewing
    from landing_counts
    where
        day between $start and $end
        and ($categories is null or list_contains($categories, category))
        and ($visitors is null or list_contains($visitors, visitor))
        and ($sources is null or list_contains($sources, source))
    group by kind
),

earned as (
    select
        kind,
        sum(buying) as buying,
        sum(orders) as orders,
        sum(revenue) as revenue,
        sum(squared_revenue) as squared_revenue,
        sum(case when day <= $kept_until then matched_orders end) as judged_orders,
        sum(case when day <= $kept_until then kept_orders end) as kept_orders,
        sum(case when day <= $kept_until then kept_revenue end) as kept_revenue
    from landing_orders
    where
        day between $start and $end
        and ($categories is null or list_contains($categories, category))
        and ($visitors is null or list_contains($visitors, visitor))
        and ($sources is null or list_contains($sources, source))
    group by kind
),

landed as (
    select
        k.landing,
        k.channel,
        k.campaign,
        k.device,
        c.visits,
        c.viewing,
        e.buying,
        e.orders,
        e.revenue,
        e.squared_revenue,
        e.judged_orders,
        e.kept_orders,
        e.kept_revenue
    from landing_kinds as k
    inner join came as c on k.kind = c.kind
    left join earned as e on k.kind = e.kind
    where
        ($channels is null or list_contains($channels, k.channel))
        and ($devices is null or list_contains($devices, k.device))
        and ($campaigns is null or list_contains($campaigns, k.campaign))
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
    cast(sum(d.viewing) as bigint) as viewing,
    cast(coalesce(sum(d.buying), 0) as bigint) as buying,
    cast(coalesce(sum(d.orders), 0) as bigint) as orders,
    sum(d.revenue) as revenue,
    sum(d.squared_revenue) as squared_revenue,
    cast(sum(d.judged_orders) as bigint) as judged_orders,
    cast(sum(d.kept_orders) as bigint) as kept_orders,
    sum(d.kept_revenue) as kept_revenue
from landed as d
inner join ranked as r on d.landing = r.landing
group by 1, 2, 3, 4
order by 1, 2, 3, 4
