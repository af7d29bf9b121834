-- row: visits that met one problem by one culprit of one kind, alike in feed, day, segment and path, with sums of their orders and money
-- parameters: none
-- tables: culprit_rows, chain_visits, sessions
with met as (
    select
        r.code,
        r.kind,
        r.culprit,
        r.feed,
        r.visit,
        c.furthest as furthest,
        c.judged as judged,
        c.paid_value as paid_value
    from culprit_rows as r
    inner join chain_visits as c on r.feed = c.feed and r.visit = c.visit
),

ranked as (
    select
        code,
        kind,
        culprit,
        row_number() over (partition by code, kind order by count(*) desc, culprit) as place
    from met
    where culprit is not null
    group by code, kind, culprit
)

select
    m.code as code,
    m.kind as kind,
    case
        when m.culprit is null then 'not_stated'
        -- Enough to act on; a shop with more products than that sees the rest together.
        when k.place > 1000 then 'other'
        else m.culprit
    end as culprit,
    s.feed as feed,
    s.day as day,
    s.channel as channel,
    s.device as device,
    s.category as category,
    s.visitor as visitor,
    s.source as source,
    s.campaign as campaign,
    s.path as path,
    m.furthest as furthest,
    count(*) as sessions,
    sum(m.judged) as judged,
    cast(sum(case when m.judged = 1 then m.paid_value else 0 end) as decimal(18, 2)) as judged_value,
    sum(s.orders) as orders,
    sum(s.revenue) as revenue,
    sum(s.matched_orders) as matched_orders,
    sum(s.paid_orders) as paid_orders,
    sum(s.paid_revenue) as paid_revenue,
    sum(s.kept_orders) as kept_orders,
    sum(s.kept_revenue) as kept_revenue,
    sum(case when s.matched_orders > 0 then 1 else 0 end) as matched_sessions,
    sum(case when s.kept_orders > 0 then 1 else 0 end) as kept_sessions
from met as m
inner join sessions as s on m.feed = s.feed and m.visit = s.visit
left join ranked as k on m.code = k.code and m.kind = k.kind and m.culprit = k.culprit
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
